import { addWords } from './index'
import words from './vi-closing.json'

// The words for closed periods.
addWords(words)
