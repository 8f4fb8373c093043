import { readdirSync } from 'node:fs'
import js from '@eslint/js'
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript'
import { importX } from 'eslint-plugin-import-x'
import reactHooks from 'eslint-plugin-react-hooks'
import globals from 'globals'
import ts from 'typescript-eslint'

const features = readdirSync(`${import.meta.dirname}/src/features`)

// The house of the client: main → app → features → draw → {api, ui}; a feature never knows another.
const zones = [
  { target: './src/app', from: './src/main.tsx', message: 'app is below main' },
  { target: './src/features', from: ['./src/app', './src/main.tsx'], message: 'features are below app' },
  { target: './src/draw', from: ['./src/features', './src/app', './src/main.tsx'], message: 'draw is below features' },
  { target: './src/api', from: ['./src/ui', './src/draw', './src/features', './src/app'], message: 'api knows no screen' },
  { target: './src/ui', from: ['./src/api', './src/draw', './src/features', './src/app'], message: 'ui loads no data' },
  { target: './src/i18n', from: ['./src/api', './src/ui', './src/draw', './src/features', './src/app'], message: 'words stand alone' },
  ...features.map((name) => ({
    target: `./src/features/${name}`,
    from: './src/features',
    except: [`./${name}`],
    message: 'a feature never imports another feature; share through draw',
  })),
]

export default ts.config(
  { ignores: ['dist', 'node_modules', 'shots', 'test-results', 'playwright-report', '**/*.gen.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  {
    files: ['**/*.{ts,tsx,js,mjs}'],
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    plugins: { 'import-x': importX, 'react-hooks': reactHooks },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver({ project: './tsconfig.json' })] },
    rules: {
      ...reactHooks.configs.recommended.rules,
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones }],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-unresolved': ['error', { ignore: ['^virtual:'] }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      eqeqeq: ['error', 'smart'],
      'no-console': 'error',
    },
  },
  { files: ['scripts/**', 'e2e/**'], rules: { 'no-console': 'off' } },
  {
    files: ['e2e/*.spec.ts'],
    rules: {
      'no-restricted-imports': ['error', { paths: [{ name: '@playwright/test', importNames: ['test'], message: 'take test from ./rig: it closes the browsers of a story when it ends' }] }],
    },
  },
)
