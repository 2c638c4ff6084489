"""How the tables came to be, release by release: revisions in `versions`, each up and down."""
