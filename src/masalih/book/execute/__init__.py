"""Runs notebooks, keeps what they gave, and tells what stopped them."""
