package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/manifest/reference"
	"github.com/doanket/doanket/core/sdk/gen"
	"github.com/doanket/doanket/core/web"
)

// generate writes plugins/<area>/model_gen.go from its manifest; with check it
// only says whether it is stale.
func generate(dir string, check bool) error {
	want, err := gen.Model(dir)
	if err != nil {
		return err
	}
	return keep(filepath.Join(dir, "model_gen.go"), want, check)
}

// genTask writes everything that is generated here, or the model of the modules
// whose folders are named.
func genTask(ctx context.Context, args []string) error {
	check := slices.Contains(args, "--check")
	folders := slices.DeleteFunc(slices.Clone(args), func(a string) bool { return strings.HasPrefix(a, "-") })
	for _, dir := range folders {
		if err := generate(dir, check); err != nil {
			return err
		}
	}
	if len(folders) > 0 {
		return nil
	}
	if err := generateModels(check); err != nil {
		return err
	}
	text, err := reference.Markdown()
	if err != nil {
		return err
	}
	if err := keep("plugins/REFERENCE.md", text, check); err != nil {
		return err
	}
	if err := clientPackages(ctx, os.Stdout); err != nil {
		return err
	}
	return clientTypes(ctx, os.Stdout, check)
}

func generateModels(check bool) error {
	manifests, err := filepath.Glob("plugins/*/module.yaml")
	if err != nil {
		return err
	}
	for _, m := range manifests {
		if err := generate(filepath.Dir(m), check); err != nil {
			return err
		}
	}
	return nil
}

// clientTypes writes what the client knows of the API, from the description
// the server would give; it needs the client's packages, but no server.
func clientTypes(ctx context.Context, out io.Writer, check bool) error {
	doc, err := web.OpenAPI()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "doanket-gen-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	described, made := filepath.Join(dir, "openapi.json"), filepath.Join(dir, "types.gen.ts")
	if err := os.WriteFile(described, doc, 0o600); err != nil {
		return err
	}
	if err := sh(ctx, out, clientDir, nil, "npx", "--no-install", "openapi-typescript", described, "--output", made,
		"--alphabetize", "--root-types", "--root-types-no-schema-prefix"); err != nil {
		return err
	}
	want, err := os.ReadFile(made)
	if err != nil {
		return err
	}
	return keep(filepath.Join(clientDir, "src", "api", "types.gen.ts"), want, check)
}

// keep writes a generated file unless it is there already; with check a stale
// one is an error.
func keep(target string, want []byte, check bool) error {
	have, _ := os.ReadFile(target)
	if bytes.Equal(have, want) {
		return nil
	}
	if check {
		return fmt.Errorf("%s is stale: go run ./cmd/dev gen", target)
	}
	fmt.Println("wrote", target)
	return os.WriteFile(target, want, 0o644)
}
