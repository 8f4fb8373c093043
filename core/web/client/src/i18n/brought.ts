import type admin from './vi-admin.json'
import type batch from './vi-batch.json'
import type closing from './vi-closing.json'
import type figures from './vi-figures.json'
import type log from './vi-log.json'
import type programme from './vi-programme.json'
import type report from './vi-report.json'
import type search from './vi-search.json'
import type sheet from './vi-sheet.json'

/** The words that screens bring: one line for each catalogue beside the main one. */
export type Brought = keyof typeof admin | keyof typeof batch | keyof typeof closing | keyof typeof figures | keyof typeof log | keyof typeof programme | keyof typeof report | keyof typeof search | keyof typeof sheet
