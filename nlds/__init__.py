"""A crispy-forms template pack with NL Design System markup, without inline style or script."""
