"""What the screens share: shell, session, theme, parts, map frame, schedule. No folder pages/ may ever lie here."""
