package exam

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/sdk"
	"github.com/doanket/doanket/core/sdk/gen"
	"github.com/doanket/doanket/core/sdk/wire"
)

// implemented holds what Build() registers against what the manifest leaves to Go.
func (c *Candidate) implemented(ctx context.Context, m wire.ModuleClient) error {
	d, err := m.Describe(ctx, &wire.DescribeRequest{})
	if err != nil {
		return err
	}
	have, want := slices.Sorted(slices.Values(d.GetImplemented())), slices.Sorted(slices.Values(sdk.Declared(c.Manifest)))
	var all []error
	for _, b := range slices.Compact(want) {
		if !slices.Contains(have, b) {
			all = append(all, fmt.Errorf("%s: the manifest leaves it to Go, and Build() has none: add %s", b, registration(b)))
		}
	}
	for _, b := range slices.Compact(have) {
		if !slices.Contains(want, b) {
			all = append(all, fmt.Errorf("%s: Build() has it, and the manifest never asks for it: take it out, or say `go` there", b))
		}
	}
	return errors.Join(all...)
}

// registration is how Build() registers a behaviour, named as Declared names it.
func registration(behaviour string) string {
	what, of, _ := strings.Cut(behaviour, " ")
	full, transition, _ := strings.Cut(of, " ")
	_, kind, _ := strings.Cut(full, ".")
	switch what {
	case "decide":
		return fmt.Sprintf("sdk.Type[%s](m, %q).Decide(%q, …)", gen.Name(kind), kind, transition)
	case "derive":
		return fmt.Sprintf("sdk.Type[%s](m, %q).Derive(…), which computes the fields `derived: go`", gen.Name(kind), kind)
	case "event":
		return fmt.Sprintf("m.OnEvent(%q, …)", of)
	case "job":
		return fmt.Sprintf("m.Job(%q, …)", of)
	}
	return fmt.Sprintf("m.Indicator(%q, …)", of)
}
