import { addWords } from './index'
import words from './vi-report.json'

// The words of the screen for reports.
addWords(words)
