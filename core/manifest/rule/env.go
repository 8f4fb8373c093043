package rule

import (
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/rule/price"
)

// MaxText is the longest an expression may be, in characters.
const MaxText = 4_000

// What one expression may hold at most, loops written out, and a pattern in it: so it
// compiles in some 30 ms. Ours have 150 nodes and no pattern.
const maxNodes, maxPattern = 1_500, 1_000

var (
	intOrNull    = cel.NullableType(cel.IntType)
	doubleOrNull = cel.NullableType(cel.DoubleType)
	rowType      = cel.MapType(cel.StringType, cel.DynType)
)

// base is the environment without any kind's fields.
var base = sync.OnceValues(func() (*cel.Env, error) {
	return cel.NewEnv(
		cel.CrossTypeNumericComparisons(true),
		cel.ParserExpressionSizeLimit(MaxText),
		cel.ParserRecursionLimit(60), cel.ExpressionNodeLimit(maxNodes), cel.RegexProgramSizeLimit(maxPattern),
		cel.Variable(sightName, sightType),
		cel.Variable("id", cel.StringType), cel.Variable("state", cel.StringType), cel.Variable("number", cel.StringType),
		cel.Variable("unit", cel.StringType), cel.Variable("addressee", cel.StringType),
		cel.Variable("transition", cel.StringType),
		cel.Variable("today", cel.StringType), cel.Variable("created_on", cel.StringType),
		seeing("workdays", 2), seeing("has_doc", 1), seeing("docs", 1), seeing("setting", 2),
		hidden("workdays", cel.StringType, func(s *sight, a []ref.Val) ref.Val { return move(a[0], a[1], price.WalkDays, s.book().AddWorkdays) }, cel.StringType, cel.IntType),
		hidden("has_doc", cel.BoolType, func(s *sight, a []ref.Val) ref.Val { return types.Bool(s.documents(a[0]) > 0) }, cel.StringType),
		hidden("docs", cel.IntType, func(s *sight, a []ref.Val) ref.Val { return types.Int(s.documents(a[0])) }, cel.StringType),
		hidden("setting", cel.IntType, func(s *sight, a []ref.Val) ref.Val { return s.setting(a[0], a[1]) }, cel.StringType, cel.IntType),
		cel.Function("days", cel.Overload("days", []*cel.Type{cel.StringType, cel.IntType}, cel.StringType,
			cel.BinaryBinding(func(d, n ref.Val) ref.Val { return move(d, n, moveDays, calendar.Date.AddDays) }))),
		cel.Function("months", cel.Overload("months", []*cel.Type{cel.StringType, cel.IntType}, cel.StringType,
			cel.BinaryBinding(func(d, n ref.Val) ref.Val { return move(d, n, moveDays, calendar.Date.AddMonths) }))),
		cel.Function("month", cel.Overload("month", []*cel.Type{cel.StringType}, intOrNull, cel.UnaryBinding(month))),
		cel.Function("period", cel.Overload("period", []*cel.Type{cel.StringType, cel.StringType}, cel.StringType, cel.BinaryBinding(period))),
		cel.Function("written", cel.Overload("written", []*cel.Type{cel.StringType}, cel.StringType, cel.UnaryBinding(written))),
		cel.Function("days_between", cel.Overload("days_between", []*cel.Type{cel.StringType, cel.StringType}, intOrNull,
			cel.BinaryBinding(daysBetween))),
		cel.Function("num",
			cel.Overload("num_int", []*cel.Type{intOrNull}, cel.IntType, cel.UnaryBinding(orZero(types.Int(0)))),
			cel.Overload("num_double", []*cel.Type{doubleOrNull}, cel.DoubleType, cel.UnaryBinding(orZero(types.Double(0))))),
		cel.Function("count", cel.Overload("count_list", []*cel.Type{cel.ListType(cel.DynType)}, cel.IntType,
			cel.UnaryBinding(func(v ref.Val) ref.Val { return v.(interface{ Size() ref.Val }).Size() }))),
	)
})

// seeing rewrites f(a, b) to @f(@sight, a, b).
func seeing(name string, args int) cel.EnvOption {
	return cel.Macros(cel.GlobalMacro(name, args, func(mef cel.MacroExprFactory, _ ast.Expr, args []ast.Expr) (ast.Expr, *common.Error) {
		return mef.NewCall("@"+name, append([]ast.Expr{mef.NewIdent(sightName)}, args...)...), nil
	}))
}

// hidden declares @f with the sight as its first argument.
func hidden(name string, result *cel.Type, fn func(*sight, []ref.Val) ref.Val, args ...*cel.Type) cel.EnvOption {
	return cel.Function("@"+name, cel.Overload("@"+name, append([]*cel.Type{sightType}, args...), result,
		cel.FunctionBinding(func(a ...ref.Val) ref.Val { return fn(a[0].(*sight), a[1:]) })))
}

func orZero(zero ref.Val) func(ref.Val) ref.Val {
	return func(v ref.Val) ref.Val {
		if v == types.NullValue {
			return zero
		}
		return v
	}
}

// environment adds a kind's fields to the base.
func environment(k *manifest.Kind) (*cel.Env, error) {
	env, err := base()
	if err != nil {
		return nil, err
	}
	vars := make([]cel.EnvOption, len(k.Fields))
	for i := range k.Fields {
		vars[i] = cel.Variable(k.Fields[i].Name, celType(&k.Fields[i]))
	}
	return env.Extend(vars...)
}

// celType is the type an expression sees a field as.
func celType(f *manifest.Field) *cel.Type {
	switch f.Type {
	case manifest.TypeInt, manifest.TypeMoney:
		return intOrNull
	case manifest.TypeDecimal:
		return doubleOrNull
	case manifest.TypeBool:
		return cel.BoolType
	case manifest.TypeEnums, manifest.TypeUnits, manifest.TypeRefs:
		return cel.ListType(cel.StringType)
	case manifest.TypeList:
		return cel.ListType(rowType)
	case manifest.TypeGeo, manifest.TypeJSON:
		return cel.DynType
	}
	return cel.StringType
}
