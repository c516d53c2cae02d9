"""Backups: an encrypted dump of the whole database, and putting one back without bringing back who has left since."""
