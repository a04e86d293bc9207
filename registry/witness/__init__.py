"""Receipts in other hands: sent each month to the managers, the DPO and whoever the structure chose (proof.md §1 and §4)."""
