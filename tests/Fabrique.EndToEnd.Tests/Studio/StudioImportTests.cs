using System.IO.Compression;
using System.Text;
using Fabrique.EndToEnd.Tests.Browser;
using Microsoft.Playwright;

namespace Fabrique.EndToEnd.Tests.Studio;

/// <summary>Files that people bring, and what is done to many definitions from their list.</summary>
[Collection(StudioProduct.Name)]
public sealed class StudioImportTests(Chromium chromium, Product product)
{
    private const string Whole = "Importé entier";
    private const string Unknown = "Importé avec une inconnue";

    [Fact]
    public async Task Files_are_taken_all_or_none_then_published_found_and_taken_back()
    {
        await using var visitor = await chromium.VisitStudioAsync(product.Address);
        visitor.Provoke(complaint => complaint.StartsWith("400: fetch ", StringComparison.Ordinal) || complaint.StartsWith("409: fetch ", StringComparison.Ordinal));
        await visitor.SignInAsync("Youssef Ajonc");
        var studio = new StudioWindow(visitor);
        var whole = File("entier.json", Drawing.Definition("importe-entier", Whole, Drawing.Flow("racine", Drawing.Line("ligne", "Bonjour"))));
        var unknown = File("inconnue.json", Drawing.Definition("importe-inconnue", Unknown, Drawing.Flow("racine", Drawing.Activity("teleport", "Ailleurs.Teleporter"))));
        await studio.OpenListAsync();
        foreach (var (reason, files) in new (string, FilePayload[])[]
        {
            ("« tronqué.json » ne se lit pas", [whole, File("tronqué.json", "{\"root\":")]),
            ("« étranger.json » n’est pas une procédure", [File("étranger.json", "{\"couleur\":\"bleu\"}")]),
            ("« faux.zip » n’est pas un zip lisible", [File("faux.zip", "PK, mais non")]),
            ("et un import 4 096 ko au plus", [whole, File("géant.json", new string(' ', 5 * 1024 * 1024))]),
        })
        {
            await studio.ImportAsync(files);
            await Assertions.Expect(studio.Notice("import")).ToContainTextAsync(reason);
            await Assertions.Expect(studio.Notice("import")).ToContainTextAsync("Rien n’est importé");
        }

        await studio.OpenListAsync();
        await studio.SearchAsync("importé");
        await visitor.Page.Locator("#studio").GetByText("No workflow definitions found").WaitForAsync();

        await studio.ImportAsync(Zip("deux.zip", whole, unknown));
        await Assertions.Expect(studio.Notice("import")).ToContainTextAsync("2 procédures sont importées");
        await studio.SearchAsync("importé");
        await Assertions.Expect(studio.Rows).ToHaveCountAsync(2);

        // One that cannot be published keeps the others from being, and Studio goes on.
        await studio.CheckAsync(Whole);
        await studio.CheckAsync(Unknown);
        await studio.ActOnCheckedAsync("Publish");
        await Assertions.Expect(studio.Notice("refusal")).ToContainTextAsync($"« {Unknown} » : ");
        await Assertions.Expect(studio.Notice("refusal")).ToContainTextAsync("le type d’étape « Ailleurs.Teleporter » est inconnu");
        await studio.OpenRowMenuAsync(studio.Row(Whole), "Publish");
        await studio.Snack("Workflow published").WaitForAsync();
        await Assertions.Expect(studio.Notice("refusal")).ToHaveCountAsync(0);
        await studio.OpenRowMenuAsync(studio.Row(Whole), "Unpublish");
        await studio.Snack("Workflow retracted").WaitForAsync();
        await studio.OpenRowMenuAsync(studio.Row(Whole), "Unpublish");
        await Assertions.Expect(studio.Notice("refusal")).ToContainTextAsync("il n’y a rien à retirer");

        // What came with the application stays.
        await studio.SearchAsync("incubation");
        await studio.OpenRowMenuAsync(studio.Row("Six mois avec un coach"), "Delete");
        await studio.AgreeAsync();
        await Assertions.Expect(studio.Notice("refusal")).ToContainTextAsync("ne peut pas être supprimée : livrée avec le logiciel");

        await studio.SearchAsync("inconnue");
        await Assertions.Expect(studio.Rows).ToHaveCountAsync(1);
        await studio.SearchAsync("importé");
        await Assertions.Expect(studio.Rows).ToHaveCountAsync(2);

        // Neither a name that is taken, nor a drawing of a kind that nothing here executes.
        await studio.NameNewAsync(Whole);
        await studio.Dialog.GetByText("A workflow with this name already exists.").WaitForAsync();
        await studio.NameAsync("Automate");
        await studio.Dialog.GetByText("State machine", new() { Exact = true }).ClickAsync();
        await studio.AgreeAsync();
        await Assertions.Expect(studio.Notice("refusal")).ToContainTextAsync("ne pourrait être ni dessinée ni exécutée ici");
    }

    private static FilePayload File(string name, string content) => new() { Name = name, MimeType = "application/json", Buffer = Encoding.UTF8.GetBytes(content) };

    private static FilePayload Zip(string name, params FilePayload[] files)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in files)
            {
                using var entry = archive.CreateEntry(file.Name).Open();
                entry.Write(file.Buffer);
            }
        }

        return new() { Name = name, MimeType = "application/zip", Buffer = bytes.ToArray() };
    }
}
