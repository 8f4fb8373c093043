package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/reference"
	"github.com/doanket/doanket/core/manifest/schema"
	"github.com/doanket/doanket/core/module"
	"github.com/doanket/doanket/core/module/trial"
	"github.com/doanket/doanket/core/switchboard"
	"github.com/doanket/doanket/core/tenant"
)

func (s *shared) module() *cobra.Command {
	c := &cobra.Command{Use: "module", Short: "task modules"}
	c.AddCommand(s.moduleList(), s.moduleSwitch("enable", true), s.moduleSwitch("disable", false), s.moduleInspect(), s.moduleVerify(), s.moduleCatalog(), s.moduleKey(), s.moduleSign(), s.modulePin(), s.moduleRollback(), s.moduleSchema(), s.moduleReference())
	return c
}

// line is a module as the command line shows it.
type line struct {
	ID      string        `json:"id"`
	Label   manifest.Text `json:"label"`
	Version string        `json:"version"`
	Kinds   int           `json:"kinds"`
	Enabled *bool         `json:"enabled,omitempty"`
	Pilot   []string      `json:"pilot,omitempty"` // codes of the only units that try it

	SetAside string `json:"set_aside,omitempty"` // why it, or a measure of it, cannot be used
}

func (s *shared) moduleList() *cobra.Command {
	var slug string
	c := &cobra.Command{Use: "list", Short: "modules of the installation, or of a province", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		return s.open(cmd.Context(), func(ctx context.Context, i *installation.Installation, _ *config) error {
			var t *tenant.Tenant
			manifests := i.Kinds.Installed()
			if slug != "" {
				in, err := i.Enter(ctx, slug, "cli")
				if err != nil {
					return err
				}
				if t, err = tenant.From(in); err != nil {
					return err
				}
				manifests = i.Kinds.In(in).Manifests() // in the version the province uses
			}
			out, lines := []line{}, []string{}
			for _, m := range manifests {
				if m.ID == manifest.CoreID {
					continue
				}
				l := line{ID: m.ID, Label: m.Label, Version: m.Version, Kinds: len(m.Kinds)}
				state := ""
				if t != nil {
					on := t.On(m.ID)
					l.Enabled, state = &on, map[bool]string{true: "on", false: "off"}[on]
					for _, id := range t.Pilot(m.ID) {
						state = "pilot"
						if u, err := i.Tree.Get(i.Cluster.Enter(ctx, slug), id); err == nil {
							l.Pilot = append(l.Pilot, u.Code)
						}
					}
				}
				out, lines = append(out, l), append(lines, fmt.Sprintf("%-14s %-8s %-5s %s", m.ID, m.Version, state, m.Label.VI))
			}
			for _, a := range i.SetAside() {
				out = append(out, line{ID: a.Module, Label: a.Label, Version: a.Version, SetAside: a.String()})
				lines = append(lines, "set aside: "+a.String())
			}
			return s.answer(cmd.OutOrStdout(), out, lines...)
		})
	}}
	c.Flags().StringVar(&slug, "tenant", "", "province")
	return c
}

func (s *shared) moduleSwitch(use string, on bool) *cobra.Command {
	var slug, version string
	var pilot []string
	var dry bool
	c := &cobra.Command{Use: use + " ID", Short: use + " a module in a province", Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
		return s.inTenant(cmd.Context(), slug, func(ctx context.Context, i *installation.Installation, _ *config) error {
			wish := switchboard.Wish{On: on}
			for _, code := range pilot {
				u, err := i.Tree.ByCode(ctx, code)
				if err != nil {
					return fmt.Errorf("unit %s: %w", code, err)
				}
				wish.Pilot = append(wish.Pilot, u.ID)
			}
			if dry {
				effect, err := i.Switchboard.Effect(ctx, args[0], wish)
				if err != nil {
					return err
				}
				return s.answer(cmd.OutOrStdout(), effect, effectLines(effect)...)
			}
			if version != "" {
				if err := i.Provinces.PinVersion(ctx, args[0], version); err != nil {
					return err
				}
			}
			if err := i.Switchboard.Set(ctx, args[0], wish); err != nil {
				return err
			}
			action := map[bool]string{true: "module.on", false: "module.off"}[on]
			if len(pilot) > 0 {
				action = "module.pilot"
			}
			if err := noted(ctx, action, args[0], "module", map[string]any{"version": version, "units": wish.Pilot}); err != nil {
				return err
			}
			lines, unplayed := []string{args[0] + ": " + use + "d"}, []string{}
			if on {
				var err error
				if unplayed, err = unplayedIn(ctx, i, args[0]); err != nil {
					return err
				}
			}
			if len(unplayed) > 0 {
				lines = append(lines, fmt.Sprintf("nobody works in it as %s yet: give a role of the province the part, `plays: {%s: [%s]}` in its roles.yaml, then doanket tenant apply",
					strings.Join(unplayed, ", "), args[0], unplayed[0]))
			}
			return s.answer(cmd.OutOrStdout(), map[string]any{"module": args[0], "enabled": on, "pilot": pilot, "unplayed": unplayed}, lines...)
		})
	}}
	c.Flags().StringVar(&slug, "tenant", "", "province")
	c.Flags().BoolVar(&dry, "dry-run", false, "say what it would mean and do nothing")
	if on {
		c.Flags().StringVar(&version, "version", "", "use this installed version from now on")
		c.Flags().StringSliceVar(&pilot, "pilot", nil, "codes of the only units, with all below them, that try it")
	}
	return c
}

// unplayedIn are the parts of a module that no role of the province plays: until
// one does, nobody can do what the module leaves to them.
func unplayedIn(ctx context.Context, i *installation.Installation, module string) ([]string, error) {
	roles, err := i.Guard.List(ctx)
	if err != nil {
		return nil, err
	}
	out := []string{}
	for _, m := range i.Kinds.In(ctx).Manifests() {
		if m.ID != module {
			continue
		}
		for _, part := range m.Roles {
			if !slices.ContainsFunc(roles, func(r access.Role) bool { return slices.Contains(r.Plays[module], part.ID) }) {
				out = append(out, part.ID)
			}
		}
	}
	return out, nil
}

// effectLines says what a switch would mean, a line for each thing that changes.
func effectLines(e *switchboard.Effect) []string {
	var out []string
	for _, c := range e.Clauses {
		out = append(out, fmt.Sprintf("clause %-10s followed: %s -> %s", c.ID, c.Before, c.After))
	}
	for _, d := range e.Duties {
		out = append(out, fmt.Sprintf("duty   %s: %s -> %s, %d open ones end, %d units owe it", d.Duty, d.Before, d.After, d.Ended, d.Owing))
	}
	for _, f := range e.Figures {
		out = append(out, fmt.Sprintf("figure %s: %s -> %s", f.Measure, f.Before, f.After))
	}
	for _, r := range e.Records {
		out = append(out, fmt.Sprintf("record %s: %d under way, kept, readable only", r.Kind, r.Kept))
	}
	return out
}

func (s *shared) moduleInspect() *cobra.Command {
	return &cobra.Command{Use: "inspect ID", Short: "what a module declares", Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
		return s.open(cmd.Context(), func(_ context.Context, i *installation.Installation, _ *config) error {
			for _, m := range i.Kinds.Installed() {
				if m.ID == args[0] {
					return s.answer(cmd.OutOrStdout(), m, string(m.Source()))
				}
			}
			return i.Provinces.UnknownModule(args[0])
		})
	}}
}

func (s *shared) moduleSchema() *cobra.Command {
	return &cobra.Command{Use: "schema", Short: "the JSON Schema of module.yaml, for an author's editor", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		text, err := schema.JSON()
		if err != nil {
			return err
		}
		return s.answer(cmd.OutOrStdout(), json.RawMessage(text), string(text))
	}}
}

func (s *shared) moduleReference() *cobra.Command {
	return &cobra.Command{Use: "reference", Short: "what a manifest can say, for an author", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		text, err := reference.Markdown()
		if err != nil {
			return err
		}
		return s.answer(cmd.OutOrStdout(), map[string]string{"markdown": string(text)}, string(text))
	}}
}

func (s *shared) moduleVerify() *cobra.Command {
	return &cobra.Command{Use: "verify PATH", Short: "run the conformance suite against a module's binary", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			checks, err := trial.Verify(cmd.Context(), absolute(args[0]), module.Options{Log: quiet()})
			return errors.Join(s.answer(cmd.OutOrStdout(), checks, trial.Lines(checks)), err)
		}}
}
