"""Files that are only weighed and hashed: nothing of them is kept, in memory or on disk."""

import hashlib
from dataclasses import dataclass

from django.core.files.uploadhandler import FileUploadHandler, StopUpload

LARGEST = 60_000_000


@dataclass(frozen=True)
class Hashed:
    """What is left of a file that was sent."""

    name: str
    size: int
    sha256: str

    def close(self):
        """Asked of every file of a request; here nothing is open."""


class HashingHandler(FileUploadHandler):
    """Hashes what passes, up to LARGEST bytes. `too_large` tells that it stopped."""

    too_large = False

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self._digest, self._size = hashlib.sha256(), 0

    def receive_data_chunk(self, raw_data, start):
        self._size += len(raw_data)
        if self._size > LARGEST:
            self.too_large = True
            raise StopUpload(connection_reset=False)
        self._digest.update(raw_data)

    def file_complete(self, file_size):
        return Hashed(self.file_name, self._size, self._digest.hexdigest())
