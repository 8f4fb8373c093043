package main

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/id"
)

// The same three as most would write them: a model and bun's query builder.

type bunRow struct {
	bun.BaseModel `bun:"table:record" json:"-"`

	ID        string `bun:"id,pk" json:"id"`
	Kind      string `bun:"kind" json:"kind"`
	Number    string `bun:"number" json:"number"`
	Title     string `bun:"title" json:"title"`
	State     string `bun:"state" json:"state"`
	UnitID    string `bun:"unit_id" json:"unit"`
	DueOn     string `bun:"due_on" json:"due_on"`
	Version   int    `bun:"version" json:"version"`
	UpdatedAt int64  `bun:"updated_at" json:"updated_at"`
}

type bunComment struct {
	bun.BaseModel `bun:"table:record_comment"`

	ID       string `bun:"id,pk"`
	RecordID string `bun:"record_id"`
	At       int64  `bun:"at"`
	Person   string `bun:"person"`
	Post     string `bun:"post"`
	Body     string `bun:"body"`
}

func bunList(ctx context.Context, c *fiber.Ctx) error {
	in, err := db.Of(ctx)
	if err != nil {
		return err
	}
	out := make([]bunRow, 0, 30)
	err = in.NewSelect().Model(&out).Where("kind = ? AND unit_path >= ? AND unit_path < ?", c.Query("kind"), c.Query("from"), c.Query("to")).
		Order("due_on", "id").Limit(30).Scan(ctx)
	if err != nil {
		return err
	}
	return c.JSON(out)
}

func bunRead(ctx context.Context, c *fiber.Ctx) error {
	in, err := db.Of(ctx)
	if err != nil {
		return err
	}
	var r bunRow
	if err := in.NewSelect().Model(&r).Where("id = ?", c.Params("id")).Scan(ctx); err != nil {
		return err
	}
	return c.JSON(r)
}

func bunInsert(ctx context.Context, c *fiber.Ctx) error {
	row := bunComment{ID: id.New("cmt"), RecordID: "rec_floor", At: time.Now().UnixMicro(), Person: "floor", Body: "một dòng"}
	err := db.InTx(ctx, func(ctx context.Context) error {
		in, err := db.Of(ctx)
		if err != nil {
			return err
		}
		_, err = in.NewInsert().Model(&row).Exec(ctx)
		return err
	})
	if err != nil {
		return err
	}
	return c.JSON(map[string]string{"id": row.ID})
}
