package manifest

import "slices"

// icons are the signs the client can draw beside a line of the menu.
var icons = []string{"calendar-event", "chart-bar", "eye-check", "file-text", "home", "mail-forward", "messages", "notebook", "percentage", "school", "sitemap", "speakerphone", "user", "users", "writing-sign"}

// Icons are the signs a line of the menu can have.
func Icons() []string { return slices.Clone(icons) }
