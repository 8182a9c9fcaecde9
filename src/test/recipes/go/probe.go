package main

// What the recipe needs of the language: Go 1.18.
func main() {
	var value any
	_ = value
}
