using Fabrique.Data.Connections;

namespace Fabrique.Data.Tests;

public sealed class DatabaseOptionsTests
{
    private const string Root = "/srv/fabrique";

    [Fact]
    public void Nothing_set_means_a_SQLite_file_under_the_content_root()
    {
        var options = Read([]);
        Assert.Equal((DatabaseProvider.Sqlite, "/srv/fabrique/.data/fabrique.db", null), (options.Provider, options.Path, options.MigrateAtStart));
    }

    [Theory]
    [InlineData("autre/base.db", "/srv/fabrique/autre/base.db")]
    [InlineData("/var/base.db", "/var/base.db")]
    public void A_path_is_relative_to_the_content_root(string path, string expected) =>
        Assert.Equal(expected, Read(new() { ["Path"] = path }).Path);

    [Fact]
    public void PostgreSQL_needs_its_connection_string_only()
    {
        var options = Read(new() { ["Provider"] = "postgres", ["ConnectionString"] = "Host=db;Database=fabrique", ["MigrateAtStart"] = "True" });
        Assert.Equal((DatabaseProvider.Postgres, true), (options.Provider, options.MigrateAtStart));
    }

    [Theory]
    [InlineData("Provider", "MySql", "Database:Provider vaut « MySql »")]
    [InlineData("Provider", "7", "Database:Provider vaut « 7 »")]
    [InlineData("MigrateAtStart", "oui", "Database:MigrateAtStart vaut « oui »")]
    public void A_wrong_value_is_named(string name, string value, string sentence) =>
        Assert.StartsWith(sentence, Refusal(new() { [name] = value }), StringComparison.Ordinal);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Database=fabrique;Password=tres-secret")]
    [InlineData("Password=tres-secret;n'importe quoi")]
    [InlineData("Host=db;Port=tres-secret")]
    public void A_wrong_connection_string_is_refused_and_not_repeated(string? value)
    {
        var sentence = Refusal(new() { ["Provider"] = "Postgres", ["ConnectionString"] = value });
        Assert.StartsWith("Database:ConnectionString ", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("tres-secret", sentence, StringComparison.Ordinal);
    }

    private static DatabaseOptions Read(Dictionary<string, string?> settings) => DatabaseOptions.Read(name => settings.GetValueOrDefault(name), Root);

    private static string Refusal(Dictionary<string, string?> settings) => Assert.Throws<DatabaseSetupException>(() => Read(settings)).Message;
}
