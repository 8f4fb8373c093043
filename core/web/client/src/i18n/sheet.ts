import { addWords } from './index'
import words from './vi-sheet.json'

// The words of sheets: of the screen that brings them in, and of the verbs beside a list.
addWords(words)
