"""Interfaces for programs: HTTP, MCP and the OpenAI chat protocol."""
