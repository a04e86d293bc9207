"""The administrator's view: each practitioner, and what is due for each. Reads every subject, is read by none."""
