"""Measurements: what the program does beside the floor that the machine sets, in the same run.

Times do not carry between machines; the ratio does.
"""
