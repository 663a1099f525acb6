"""The person's side of a referral: the form, the private code, the talk with staff, what comes afterwards."""
