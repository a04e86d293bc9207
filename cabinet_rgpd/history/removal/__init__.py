"""The removal of a text that should not have been written (proof.md, « Removal of a text »): asked, confirmed, everywhere."""
