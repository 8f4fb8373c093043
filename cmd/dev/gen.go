package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/doanket/doanket/core/sdk/gen"
)

// gen writes plugins/<area>/model_gen.go from each manifest; with --check it
// only says which are stale.
func generate(dir string, check bool) error {
	want, err := gen.Model(dir)
	if err != nil {
		return err
	}
	target := filepath.Join(dir, "model_gen.go")
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

func genTask(_ context.Context, args []string) error {
	manifests, err := filepath.Glob("plugins/*/module.yaml")
	if err != nil {
		return err
	}
	for _, m := range manifests {
		if err := generate(filepath.Dir(m), slices.Contains(args, "--check")); err != nil {
			return err
		}
	}
	return nil
}
