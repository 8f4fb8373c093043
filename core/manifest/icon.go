package manifest

import "slices"

// icons are the signs the client can draw beside a line of the menu.
var icons = []string{"calendar-event", "eye-check", "mail-forward", "notebook", "percentage", "school", "speakerphone", "users"}

// Icons are the signs a line of the menu can have.
func Icons() []string { return slices.Clone(icons) }
