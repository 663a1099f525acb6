"""What a person may ask the service to do. One file an action: `action.erase` is erase.py, and `take` does it."""
