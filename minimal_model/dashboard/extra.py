"""What is said where the packages of the dashboard are missing: the core is installed without them."""


def needed(error: ModuleNotFoundError) -> str:
    """Return the line that says what is missing and how it comes.

    Parameters
    ----------
    error : ModuleNotFoundError
        What an import of the dashboard raised; that of a module of this package's own is raised again.
    """
    if error.name is None or error.name.partition(".")[0] == "minimal_model":
        raise error
    return f'the explorer needs {error.name}, which is not installed: pip install "minimal-model-explorer[dashboard]"'
