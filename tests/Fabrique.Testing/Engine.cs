namespace Fabrique.Testing;

public enum Engine
{
    Sqlite,
    PostgreSql,
}
