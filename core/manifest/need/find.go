package need

import (
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/find"
)

// maxDays is how far apart two dates may be to be near each other.
const maxDays = 3660

// equal are the types two fields can be compared by: one value each.
var equal = []string{manifest.TypeText, manifest.TypeInt, manifest.TypeMoney, manifest.TypeBool, manifest.TypeDate, manifest.TypeEnum, manifest.TypeRef, manifest.TypeUnit, manifest.TypeUser}

// taken are the names every expression sees, which a find cannot have.
var taken = []string{"id", "state", "number", "unit", "addressee", "transition", "today", "created_on", "row"}

// find checks one find of the kind.
func (c *checker) find(name string, f *find.Find) {
	path := c.at("finds", name)
	if f == nil {
		c.Say(path, "find "+strconv.Quote(name)+" asks for nothing", "write where: and the fields that must be equal")
		return
	}
	c.named(path, name)
	theirs := c.k.Found(f)
	if theirs == nil {
		c.unknown(manifest.Path(path, "kind"), f.Kind)
		return
	}
	before := len(c.Problems)
	c.where(path, theirs, f)
	c.shares(path, theirs, f)
	c.days(path, theirs, f)
	for i, state := range f.States {
		c.Known(manifest.Path(path, "states", i), "state", state, states(theirs))
	}
	for i, step := range f.Link {
		c.Known(manifest.Path(path, "link", i), "transition", step, steps(c.k))
	}
	for i, told := range f.Fields {
		c.told(manifest.Path(path, "fields", i), theirs, told)
	}
	if f.Limit < 0 || f.Limit > find.MaxLimit {
		c.Say(manifest.Path(path, "limit"), "find "+strconv.Quote(name)+" wants "+strconv.Itoa(f.Limit)+" records", "write limit: 1 to "+strconv.Itoa(find.MaxLimit)+"; a figure of many is a measure")
	}
	if len(c.Problems) == before {
		c.indexed(path, theirs, f)
	}
}

// named refuses a name that means something else to an expression.
func (c *checker) named(path, name string) {
	switch {
	case !idForm.MatchString(name):
		c.Say(path, "the name "+strconv.Quote(name)+" is not usable", "use lower case letters, digits and _, starting with a letter, at most 40")
	case c.k.Field(name) != nil || slices.Contains(taken, name):
		c.Say(path, "find "+strconv.Quote(name)+" has the name of something else an expression sees", "give it another name")
	}
}

// unknown says why a kind cannot be looked for.
func (c *checker) unknown(path, full string) {
	if module, _, dotted := strings.Cut(full, "."); dotted && !c.near(module) {
		c.Say(path, strconv.Quote(full)+" is another module's records", "a find looks among this module's kinds and the core's")
		return
	}
	names := c.kinds()
	for i := range c.M.Kinds {
		names = append(names, c.M.Kinds[i].Name)
	}
	c.Known(path, "kind", full, names)
}

// where checks what must be equal.
func (c *checker) where(path string, theirs *manifest.Kind, f *find.Find) {
	if len(f.Where) == 0 && (len(f.Shares) == 0 || f.Day() == "") {
		c.Say(path, "the find has nothing that must be equal", "write where: {their_field: field of this record}, or shares: and the days to go by")
	}
	for _, their := range f.Theirs() {
		at := manifest.Path(path, "where", their)
		t := c.field(at, theirs, their, equal...)
		if f.Where[their] == find.Unit {
			if t != nil && t.Type != manifest.TypeUnit {
				c.Say(at, "field "+strconv.Quote(their)+" is of type "+t.Type+", unit is a unit", "name a field of type unit")
			}
			continue
		}
		o := c.field(at, c.k, f.Where[their], equal...)
		if t != nil && o != nil && t.Type != o.Type {
			c.Say(at, "field "+strconv.Quote(their)+" is of type "+t.Type+", field "+strconv.Quote(o.Name)+" of type "+o.Type, "compare fields of one type")
		}
	}
}

// shares checks the units that must have one in common.
func (c *checker) shares(path string, theirs *manifest.Kind, f *find.Find) {
	for _, their := range f.Shared() {
		at := manifest.Path(path, "shares", their)
		c.field(at, theirs, their, manifest.TypeUnits, manifest.TypeUnit)
		if f.Shares[their] != find.Unit {
			c.field(at, c.k, f.Shares[their], manifest.TypeUnits, manifest.TypeUnit)
		}
	}
}

// days checks the dates a find goes by.
func (c *checker) days(path string, theirs *manifest.Kind, f *find.Find) {
	if f.Within != nil && f.Overlap != nil {
		c.Say(path, "the find goes by within: and by overlap:", "keep one of them, or make two finds")
	}
	if w := f.Within; w != nil {
		c.field(manifest.Path(path, "within", "theirs"), theirs, w.Theirs, manifest.TypeDate)
		c.field(manifest.Path(path, "within", "ours"), c.k, w.OurDay(), manifest.TypeDate)
		if w.Days < 0 || w.Days > maxDays {
			c.Say(manifest.Path(path, "within", "days"), strconv.Itoa(w.Days)+" days is no distance to look in", "write days: 0 to "+strconv.Itoa(maxDays))
		}
	}
	if o := f.Overlap; o != nil {
		c.span(manifest.Path(path, "overlap", "theirs"), theirs, o.Theirs)
		c.span(manifest.Path(path, "overlap", "ours"), c.k, o.OurDays())
	}
}

func (c *checker) span(path string, k *manifest.Kind, days []string) {
	if len(days) != 2 {
		c.Say(path, "a span has a first and a last day", "write two date fields, for instance [from_on, to_on]")
		return
	}
	for _, day := range days {
		c.field(path, k, day, manifest.TypeDate)
	}
}

// told checks a field that is told of what is found.
func (c *checker) told(path string, theirs *manifest.Kind, name string) {
	if theirs.Sensitivity == manifest.SensitivityRestricted {
		c.Say(path, "kind "+strconv.Quote(theirs.FullName())+" is restricted: nothing of what its records hold is told", "remove fields:; that there is one, its state and whether the reader may see it are told")
		return
	}
	c.field(path, theirs, name)
}

// indexed refuses a find of the core's records that no index answers; a kind of the
// module gets the index it takes.
func (c *checker) indexed(path string, theirs *manifest.Kind, f *find.Find) {
	if theirs.Module == c.M.ID || slices.ContainsFunc(theirs.Indexes, f.Fits) {
		return
	}
	for i := range theirs.Fields {
		if theirs.Fields[i].Index && f.Fits([]string{theirs.Fields[i].Name}) {
			return
		}
	}
	var there []string
	for _, index := range theirs.Indexes {
		there = append(there, "["+strings.Join(index, ", ")+"]")
	}
	fix := theirs.FullName() + " has none yet that a find could use"
	if len(there) > 0 {
		fix = "go by what it has an index for: " + strings.Join(there, ", ")
	}
	c.Say(path, "no index of "+theirs.FullName()+" begins with "+strings.Join(f.Index(), ", "), fix)
}
