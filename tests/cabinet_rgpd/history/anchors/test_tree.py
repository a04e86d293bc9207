"""The tree of RFC 6962: each leaf finds its way to the root, and no other way does."""

import random

import pytest

from cabinet_rgpd.history.anchors import tree


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 17, 31])
def test_each_leaf_finds_its_way_to_the_root(size):
    rng = random.Random(size)
    leaves = [rng.randbytes(32) for _ in range(size)]
    root = tree.root(leaves)
    for index, leaf in enumerate(leaves):
        way = tree.path(index, leaves)
        assert tree.root_of(leaf, index, size, way) == root
        assert tree.root_of(rng.randbytes(32), index, size, way) != root
        assert tree.root_of(leaf, index, size, [*way, rng.randbytes(32)]) != root
        if way:
            assert tree.root_of(leaf, (index + 1) % size, size, way) != root
            assert tree.root_of(leaf, index, size, way[1:]) != root


def test_a_place_outside_the_tree_leads_nowhere():
    assert tree.root_of(b"x" * 32, 1, 1, []) is None
    assert tree.root_of(b"x" * 32, -1, 2, [b"y" * 32]) is None
