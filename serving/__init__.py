"""Online: the HTTP service, staff pages, fairs and the release mechanism."""
