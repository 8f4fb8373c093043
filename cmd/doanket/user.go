package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/province"
)

func (s *shared) user() *cobra.Command {
	c := &cobra.Command{Use: "user", Short: "people of a province"}
	c.AddCommand(s.userCreate(), s.userLink(), s.userList(), s.userDisable(), s.userWhy())
	return c
}

func (s *shared) userCreate() *cobra.Command {
	var slug string
	var n province.NewUser
	stdin := false
	c := &cobra.Command{Use: "create", Short: "make a person with posts; prints a one-time link unless a password comes on stdin", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if stdin {
				var err error
				if n.Password, err = firstLine(cmd.InOrStdin()); err != nil {
					return err
				}
			}
			return s.inTenant(cmd.Context(), slug, func(ctx context.Context, i *installation.Installation, cfg *config) error {
				person, secret, err := i.Provinces.CreateUser(ctx, n)
				if err != nil {
					return err
				}
				if err := noted(ctx, "person.create", person, "person", map[string]any{"login": n.Login, "posts": n.Posts}); err != nil {
					return err
				}
				out := map[string]string{"id": person, "login": n.Login}
				if secret == "" {
					return s.answer(cmd.OutOrStdout(), out, n.Login+" "+person)
				}
				link, err := i.Provinces.Welcome(ctx, cfg.port(), secret)
				if err != nil {
					return err
				}
				out["link"] = link
				return s.answer(cmd.OutOrStdout(), out, link)
			})
		}}
	c.Flags().StringVar(&slug, "tenant", "", "province")
	c.Flags().StringVar(&n.Login, "login", "", "login")
	c.Flags().StringVar(&n.Name, "name", "", "full name, given name last")
	c.Flags().StringArrayVar(&n.Posts, "post", nil, "ROLE@UNITCODE; may be repeated")
	c.Flags().BoolVar(&stdin, "password-stdin", false, "read the password from standard input")
	return c
}

func firstLine(r io.Reader) (string, error) {
	line, err := bufio.NewReader(r).ReadString('\n')
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", fault.New(fault.Invalid, "required", fault.Field("password"), fault.Cause(err))
	}
	return line, nil
}

func (s *shared) userLink() *cobra.Command {
	var slug string
	c := &cobra.Command{Use: "link LOGIN", Short: "print a new one-time sign-in link", Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
		return s.inTenant(cmd.Context(), slug, func(ctx context.Context, i *installation.Installation, cfg *config) error {
			secret, err := i.Provinces.Link(ctx, args[0])
			if err != nil {
				return err
			}
			link, err := i.Provinces.Welcome(ctx, cfg.port(), secret)
			if err != nil {
				return err
			}
			return s.answer(cmd.OutOrStdout(), map[string]string{"login": args[0], "link": link}, link)
		})
	}}
	c.Flags().StringVar(&slug, "tenant", "", "province")
	return c
}

func (s *shared) userList() *cobra.Command {
	var slug string
	c := &cobra.Command{Use: "list", Short: "people of a province", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		return s.inTenant(cmd.Context(), slug, func(ctx context.Context, i *installation.Installation, _ *config) error {
			var all []identity.Person
			for f := (identity.PersonFilter{Limit: 200}); ; {
				page, err := i.People.List(ctx, f)
				if err != nil {
					return err
				}
				all = append(all, page.Items...)
				if f.Cursor = page.Next; f.Cursor == "" {
					break
				}
			}
			var lines []string
			for _, p := range all {
				lines = append(lines, p.Login+"\t"+p.Display)
			}
			return s.answer(cmd.OutOrStdout(), all, lines...)
		})
	}}
	c.Flags().StringVar(&slug, "tenant", "", "province")
	return c
}

func (s *shared) userDisable() *cobra.Command {
	var slug string
	c := &cobra.Command{Use: "disable LOGIN", Short: "end every session and token of a person and refuse new ones", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.inTenant(cmd.Context(), slug, func(ctx context.Context, i *installation.Installation, _ *config) error {
				p, err := i.People.ByLogin(ctx, args[0])
				if err != nil {
					return err
				}
				if err := i.Administered(ctx, func(ctx context.Context) error { return i.People.Disable(ctx, p.ID) }); err != nil {
					return err
				}
				if err := noted(ctx, "person.change", p.ID, "person", map[string]any{"disabled": true}); err != nil {
					return err
				}
				return s.answer(cmd.OutOrStdout(), map[string]string{"login": args[0], "done": "disable"}, args[0]+": disabled")
			})
		}}
	c.Flags().StringVar(&slug, "tenant", "", "province")
	return c
}

func (s *shared) userWhy() *cobra.Command {
	var slug string
	c := &cobra.Command{Use: "why LOGIN ACTION OBJECT", Short: "explain why a person may or may not: OBJECT is a record, a unit, a kind or kind@unit", Args: cobra.ExactArgs(3),
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.inTenant(cmd.Context(), slug, func(ctx context.Context, i *installation.Installation, _ *config) error {
				p, err := i.People.ByLogin(ctx, args[0])
				if err != nil {
					return err
				}
				e, err := i.Why(ctx, p.ID, args[1], args[2])
				if err != nil {
					return err
				}
				text, err := json.MarshalIndent(e, "", "  ")
				if err != nil {
					return err
				}
				return s.answer(cmd.OutOrStdout(), e, string(text))
			})
		}}
	c.Flags().StringVar(&slug, "tenant", "", "province")
	return c
}

func (s *shared) token() *cobra.Command {
	var slug, login, name string
	var allow []string
	var days int
	create := &cobra.Command{Use: "create", Short: "make an API token; prints its secret once", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		return s.inTenant(cmd.Context(), slug, func(ctx context.Context, i *installation.Installation, _ *config) error {
			secret, err := i.Provinces.Token(ctx, login, name, allow, time.Now().AddDate(0, 0, days))
			if err != nil {
				return err
			}
			return s.answer(cmd.OutOrStdout(), map[string]string{"login": login, "token": secret}, secret)
		})
	}}
	create.Flags().StringVar(&slug, "tenant", "", "province")
	create.Flags().StringVar(&login, "login", "", "whose rights it has at most")
	create.Flags().StringVar(&name, "name", "cli", "what it is for")
	create.Flags().StringArrayVar(&allow, "allow", nil, "actions it may do; none: all of the person's")
	create.Flags().IntVar(&days, "days", 90, "how long it lives")
	c := &cobra.Command{Use: "token", Short: "API tokens"}
	c.AddCommand(create)
	return c
}
