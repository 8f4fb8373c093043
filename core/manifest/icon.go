package manifest

import "slices"

// icons are the signs the client can draw beside a line of the menu.
var icons = []string{"calendar-event", "chart-bar", "coins", "eye-check", "file-text", "flag", "home", "inbox", "mail-forward", "messages", "notebook", "percentage", "school", "shield", "sitemap", "speakerphone", "star", "user", "users", "writing-sign"}

// Icons are the signs a line of the menu can have.
func Icons() []string { return slices.Clone(icons) }
