"""The tree of RFC 6962, §2.1, over hashes: its root, the path of a leaf, and the root that a path leads to. Pure."""

import hashlib


def _node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def _half(size):
    """The largest power of two smaller than `size` (2 or more)."""
    return 1 << (size - 1).bit_length() - 1


def root(leaves):
    """The root over one leaf or more, each 32 bytes; an entry's hash is its leaf, taken as it is."""
    if len(leaves) == 1:
        return leaves[0]
    half = _half(len(leaves))
    return _node(root(leaves[:half]), root(leaves[half:]))


def path(index, leaves):
    """The siblings met from the leaf at `index` up to the root."""
    if len(leaves) == 1:
        return []
    half = _half(len(leaves))
    if index < half:
        return [*path(index, leaves[:half]), root(leaves[half:])]
    return [*path(index - half, leaves[half:]), root(leaves[:half])]


def root_of(leaf, index, size, siblings):
    """The root that a path leads to, or None when the path cannot be one of a tree of `size` leaves."""
    if not 0 <= index < size or (size == 1) != (not siblings):
        return None
    if size == 1:
        return leaf
    half, (*rest, sibling) = _half(size), siblings
    if index < half:
        own = root_of(leaf, index, half, rest)
        return own and _node(own, sibling)
    own = root_of(leaf, index - half, size - half, rest)
    return own and _node(sibling, own)
