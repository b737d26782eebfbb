"""What every room of the book rests on: configuration, addresses, files, fonts, policy, release."""
