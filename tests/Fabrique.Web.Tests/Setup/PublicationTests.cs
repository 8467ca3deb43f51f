using System.Diagnostics;
using System.Net;
using Fabrique.Testing;

namespace Fabrique.Web.Tests.Setup;

/// <summary>What <c>dotnet publish</c> makes is whole, and can be moved.</summary>
public sealed class PublicationTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("fabrique-publish-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_is_published_serves_all_its_files_wherever_it_is_started_from()
    {
        var publication = Path.Combine(folder, "published");
        await PublishAsync(publication);
        var moved = Directory.CreateDirectory(Path.Combine(folder, "elsewhere"));
        Directory.Move(publication, Path.Combine(folder, "moved"));

        await using var database = await TestDatabase.CreateEmptyAsync(Engine.Sqlite);
        await using var fabrique = await FabriqueProcess.StartPublishedAsync(
            Path.Combine(folder, "moved"), moved.FullName, database.Settings.Append(new("Demo:Data", "false")));

        using var http = new HttpClient { BaseAddress = fabrique.Address };
        foreach (var (path, type) in new[]
                 {
                     ("/", "text/html"),
                     ("/css/fabrique.css", "text/css"),
                     ("/lib/dsfr/dsfr.min.css", "text/css"),
                     ("/js/studio.js", "text/javascript"),
                     ("/administration/circuits/_framework/blazor.webassembly.js", "text/javascript"),
                 })
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal((path, HttpStatusCode.OK, type), (path, answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
            Assert.NotEmpty(await answer.Content.ReadAsByteArrayAsync());
        }
    }

    private static async Task PublishAsync(string publication)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        using var publish = Process.Start(new ProcessStartInfo("dotnet", ["publish", "src/Fabrique.Web", "--no-build", "--configuration", configuration, "--output", publication, "--nologo", "-nodeReuse:false"])
        {
            WorkingDirectory = Repository.Folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        var said = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        Assert.True(publish.ExitCode == 0, said);
    }
}
