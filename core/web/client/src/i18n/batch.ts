import { addWords } from './index'
import words from './vi-batch.json'

// The words of the screen on which one step is taken on many records.
addWords(words)
