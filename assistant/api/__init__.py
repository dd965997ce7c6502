"""Doors for programs: HTTP, MCP and the OpenAI chat protocol, over one desk."""
