using System.Diagnostics;
using System.Net;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
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

    /// <summary>The smallest of the product's projects stands for all: they are told how to compile by the same properties.</summary>
    [Fact]
    public async Task A_stack_trace_of_a_release_names_files_from_the_root_of_the_repository()
    {
        await RunAsync("build", "src/Fabrique.Domain", "--no-restore", "--configuration", "Release", "--output", folder, "-p:RunAnalyzers=false");

        using var assembly = new PEReader(File.OpenRead(Path.Combine(folder, "Fabrique.Domain.dll")));
        var symbols = assembly.ReadCodeViewDebugDirectoryData(assembly.ReadDebugDirectory().Single(entry => entry.Type == DebugDirectoryEntryType.CodeView));
        using var pdb = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(Path.Combine(folder, "Fabrique.Domain.pdb")));
        var reader = pdb.GetMetadataReader();
        var files = reader.Documents.Select(document => reader.GetString(reader.GetDocument(document).Name)).ToList();

        Assert.Contains("/_/src/Fabrique.Domain/Outcome.cs", files);
        Assert.All(files.Append(symbols.Path), file => Assert.StartsWith("/_/src/Fabrique.Domain/", file, StringComparison.Ordinal));
    }

    private static Task PublishAsync(string publication) =>
        RunAsync("publish", "src/Fabrique.Web", "--no-build", "--configuration", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "--output", publication);

    private static async Task RunAsync(params string[] arguments)
    {
        using var command = Process.Start(new ProcessStartInfo("dotnet", [.. arguments, "--nologo", "-nodeReuse:false"])
        {
            WorkingDirectory = Repository.Folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        var said = await command.StandardOutput.ReadToEndAsync();
        await command.WaitForExitAsync();
        Assert.True(command.ExitCode == 0, said);
    }
}
