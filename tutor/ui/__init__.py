"""What a person sees: prompts, texts, screens."""
