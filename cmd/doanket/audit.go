package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/installation"
)

func (s *shared) audit() *cobra.Command {
	c := &cobra.Command{Use: "audit", Short: "the log"}
	c.AddCommand(s.auditVerify(), s.auditExport())
	return c
}

// noted logs an act of the command line on the province in ctx that no room logs
// by itself.
func noted(ctx context.Context, action, object, kind string, detail map[string]any) error {
	return audit.Append(ctx, audit.Entry{Action: action, Object: object, Kind: kind, Detail: detail})
}

// unlogged is a province whose log has no line of an act, and why.
type unlogged struct {
	Tenant string `json:"tenant"`
	Error  string `json:"error"`
}

// notedEverywhere is noted on every province of the installation; it answers with those
// whose log has no line.
func notedEverywhere(ctx context.Context, i *installation.Installation, action, object, kind string, detail map[string]any) (missed []unlogged, err error) {
	all, err := i.Tenants.List(ctx)
	if err != nil {
		return nil, err
	}
	for _, t := range all {
		in, err := i.Enter(ctx, t.Slug, "cli")
		if err == nil {
			err = noted(in, action, object, kind, detail)
		}
		if err != nil {
			missed = append(missed, unlogged{t.Slug, err.Error()})
		}
	}
	return missed, nil
}

func (s *shared) auditVerify() *cobra.Command {
	var slug, file string
	var known []string
	c := &cobra.Command{Use: "verify", Short: "walk the whole chain of the log and name every break", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		anchors, err := readAnchors(known)
		if err != nil {
			return err
		}
		if file != "" {
			r, err := s.verifyExport(file, anchors)
			return s.verified(cmd, r, err)
		}
		return s.inTenant(cmd.Context(), slug, func(ctx context.Context, i *installation.Installation, _ *config) error {
			stored, err := i.Anchors(ctx)
			if err != nil {
				return err
			}
			r, err := i.Audit.Verify(ctx, append(stored, anchors...)...)
			return s.verified(cmd, r, err)
		})
	}}
	c.Flags().StringVar(&slug, "tenant", "", "province")
	c.Flags().StringVar(&file, "file", "", "an export, walked without the database")
	c.Flags().StringArrayVar(&known, "anchor", nil, "an anchor from the operator's log or the store, as JSON; may be given again")
	return c
}

func (s *shared) auditExport() *cobra.Command {
	var slug, path string
	c := &cobra.Command{Use: "export", Short: "write the log to a file that audit verify --file walks", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		return s.inTenant(cmd.Context(), slug, func(ctx context.Context, i *installation.Installation, _ *config) error {
			file, err := os.OpenFile(absolute(path), os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
			if err != nil {
				return err
			}
			r, err := i.ExportLog(ctx, file)
			if err := errors.Join(err, file.Close()); err != nil {
				return err
			}
			return s.answer(cmd.OutOrStdout(), struct {
				audit.Report
				File string
			}{r, path}, fmt.Sprintf("%d lines, head %s, in %s", r.Lines, r.Head, path))
		})
	}}
	c.Flags().StringVar(&slug, "tenant", "", "province")
	c.Flags().StringVar(&path, "out", "audit.jsonl", "the file, which must not be there")
	return c
}

// verifyExport needs the master keys of the configuration and nothing else.
func (s *shared) verifyExport(path string, anchors []audit.Anchor) (audit.Report, error) {
	c, err := loadConfig(s.configFile)
	if err != nil {
		return audit.Report{}, err
	}
	keys, err := installation.OpenKeys(c.installation(quiet()))
	if err != nil {
		return audit.Report{}, err
	}
	file, err := os.Open(absolute(path))
	if err != nil {
		return audit.Report{}, fault.New(fault.Invalid, "file_missing", fault.Param("file", path), fault.Cause(err))
	}
	defer file.Close()
	return installation.VerifyExport(file, keys, anchors...)
}

// verified says what came of a walk; a broken log is an error.
func (s *shared) verified(cmd *cobra.Command, r audit.Report, err error) error {
	if err != nil {
		return err
	}
	lines := []string{fmt.Sprintf("%d lines, keyed from %d, head %s, %d anchors met, %d breaks", r.Lines, r.KeyedFrom, r.Head, r.Anchors, len(r.Breaks))}
	for _, b := range r.Breaks {
		lines = append(lines, fmt.Sprintf("%s at %d %s", b.What, b.Seq, b.ID))
	}
	if err := s.answer(cmd.OutOrStdout(), r, lines...); err != nil {
		return err
	}
	if len(r.Breaks) > 0 {
		return fault.New(fault.Conflict, "audit_broken")
	}
	return nil
}

func readAnchors(texts []string) (out []audit.Anchor, err error) {
	for _, text := range texts {
		var a audit.Anchor
		if err := json.Unmarshal([]byte(text), &a); err != nil {
			return nil, fault.New(fault.Invalid, "invalid", fault.Field("anchor"), fault.Cause(err))
		}
		out = append(out, a)
	}
	return out, nil
}
