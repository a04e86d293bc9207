"""The inspection file: everything that the structure can show, as it stood on one day, in one PDF that proves itself."""
