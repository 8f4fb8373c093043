package cell

// GroupRoot is where the tree is mounted; TakeGroups takes a folder whatever lies under it.
var (
	GroupRoot  = groupRoot
	TakeGroups = takeGroups
)

// GroupsIn are groups in a folder that is taken to have the controllers.
func GroupsIn(folder string, holds ...string) *Groups { return &Groups{folder: folder, holds: holds} }

// Folder of a group.
func Folder(g *Group) string { return g.folder }
