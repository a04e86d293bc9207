"""The outbox: every message that leaves this installation is first a row, written with what caused it.

`operations.queue` inside the transaction of a business write; `delivery.send_due` by the scheduler. See docs/adr/0007.
"""
