import { addWords } from './index'
import words from './vi-search.json'

// The words of the search over everything.
addWords(words)
