package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/doanket/doanket/core/closing/statement"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/installation"
)

func (s *shared) figures() *cobra.Command {
	c := &cobra.Command{Use: "figures", Short: "closed periods"}
	c.AddCommand(s.figuresVerify(), s.figuresExport(), s.figuresKey())
	return c
}

// figuresVerify needs the file alone: no configuration, no database, no server.
func (s *shared) figuresVerify() *cobra.Command {
	key := ""
	c := &cobra.Command{Use: "verify FILE", Short: "reckon every figure of a closed period anew from its contributions and check hashes and signature", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			file, err := os.Open(absolute(args[0]))
			if err != nil {
				return fault.New(fault.Invalid, "file_missing", fault.Param("file", args[0]), fault.Cause(err))
			}
			defer file.Close()
			r, err := statement.Verify(file, key)
			if err != nil {
				return err
			}
			return s.figuresVerified(cmd, r, key != "")
		}}
	c.Flags().StringVar(&key, "key", "", "the province's public key, as figures key prints it")
	return c
}

// figuresVerified says what was found; a file that does not hold is an error.
func (s *shared) figuresVerified(cmd *cobra.Command, r *statement.Report, known bool) error {
	lines := []string{
		fmt.Sprintf("%s, %s, edition %d, closed by %s at %s", r.UnitName, r.Period, r.Edition, r.By, r.At.Format("2006-01-02 15:04:05Z")),
		fmt.Sprintf("%d measures, %d figures from %d contributions, SHA-256 %s", r.Measures, r.Figures, r.Contributions, r.SHA256),
		"signed by " + r.Key}
	if !known {
		lines = append(lines, "name --key to be sure that this is the province's own")
	}
	for _, p := range r.Problems {
		lines = append(lines, fmt.Sprintf("%s: %s unit %s record %s: written %q, comes to %q", p.What, p.Of, p.Unit, p.Record, p.Written, p.Reckons))
	}
	if err := s.answer(cmd.OutOrStdout(), struct {
		*statement.Report
		KeyNamed bool `json:"key_named"` // else it is only known that one key signed all of it
	}{r, known}, lines...); err != nil {
		return err
	}
	if len(r.Problems) > 0 {
		return fault.New(fault.Conflict, "figures_broken")
	}
	return nil
}

func (s *shared) figuresExport() *cobra.Command {
	slug, path := "", ""
	c := &cobra.Command{Use: "export CLOSING", Short: "write the signed statement of a closed period to a file", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.inTenant(cmd.Context(), slug, func(ctx context.Context, i *installation.Installation, _ *config) error {
				body, c, err := i.Closings.Content(ctx, args[0])
				if err != nil {
					return err
				}
				defer body.Close()
				file, err := os.OpenFile(absolute(path), os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
				if err != nil {
					return err
				}
				_, err = io.Copy(file, body)
				if err := errors.Join(err, file.Close()); err != nil {
					return err
				}
				return s.answer(cmd.OutOrStdout(), map[string]any{"closing": c.ID, "sha256": c.SHA256, "key": c.Key, "file": path}, fmt.Sprintf("%s, SHA-256 %s, in %s", c.ID, c.SHA256, path))
			})
		}}
	c.Flags().StringVar(&slug, "tenant", "", "province")
	c.Flags().StringVar(&path, "out", "figures.jsonl", "the file, which must not be there")
	return c
}

func (s *shared) figuresKey() *cobra.Command {
	slug := ""
	c := &cobra.Command{Use: "key", Short: "print the public key a province's closed periods are signed with", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return s.inTenant(cmd.Context(), slug, func(ctx context.Context, i *installation.Installation, _ *config) error {
				key, err := i.Closings.PublicKey(ctx)
				if err != nil {
					return err
				}
				return s.answer(cmd.OutOrStdout(), map[string]string{"algorithm": "ed25519", "key": key}, key)
			})
		}}
	c.Flags().StringVar(&slug, "tenant", "", "province")
	return c
}
