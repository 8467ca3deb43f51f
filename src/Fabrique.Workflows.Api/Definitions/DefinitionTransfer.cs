using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Fabrique.Workflows.Api;

/// <summary>Gives definitions as files, and takes them back.</summary>
internal static class DefinitionTransfer
{
    private const string Zip = "application/zip";

    public static void Map(RouteGroupBuilder group)
    {
        group.MapMethods("/workflow-definitions/{definitionId}/export", ["GET", "POST"], (Delegate)ExportAsync).RequirePermission(DefinitionLinks.Read);
        group.MapPost("/bulk-actions/export/workflow-definitions", (Delegate)ExportManyAsync).RequirePermission(DefinitionLinks.Read);
        group.MapPost("/workflow-definitions/import", (Delegate)ImportNewAsync).RequirePermission(DefinitionLinks.Write);
        group.MapPut("/workflow-definitions/{definitionId}/import", ImportAsync).RequirePermission(DefinitionLinks.Write);
        group.MapPost("/workflow-definitions/import-files", (Delegate)ImportFilesAsync).RequirePermission(DefinitionLinks.Write);
    }

    private static async Task<IResult> ExportAsync(HttpContext context, string definitionId)
    {
        var query = new ApiQuery(context.Request);
        if (await VersionOptions.Read(query.Text("versionOptions"), VersionOptions.Latest).FindAsync(context.Definitions(), definitionId, context.RequestAborted) is not { } version)
        {
            return ApiResults.NotFound();
        }

        var versions = new List<WorkflowVersion> { version };
        if (query.Flag("includeConsumingWorkflows") == true)
        {
            foreach (var user in await context.Publisher().FindUsersAsync(definitionId, context.RequestAborted))
            {
                versions.AddRange(await context.Definitions().GetPublishedAsync(user, context.RequestAborted) is { } published ? [published] : []);
            }
        }

        return await FileAsync(context, versions);
    }

    private static async Task<IResult> ExportManyAsync(HttpContext context)
    {
        var ids = (await ApiBody.ObjectAsync(context))["ids"] is JsonArray array ? array.OfType<JsonValue>().Select(id => id.ToString()).ToList() : [];
        var page = await context.Definitions().FindAsync(new WorkflowVersionFilter { Which = WorkflowVersions.All, Ids = ids, Take = context.ApiOptions().MaximumItems }, context.RequestAborted);
        return page.Items.Count == 0 ? ApiResults.NotFound() : await FileAsync(context, page.Items);
    }

    /// <summary>One definition is a file of JSON, several are a zip of them.</summary>
    private static async Task<IResult> FileAsync(HttpContext context, IReadOnlyList<WorkflowVersion> versions)
    {
        var shape = context.Shape();
        if (versions is [var only])
        {
            return Results.Bytes(await BytesAsync(only), "application/json", FileName(only));
        }

        var zip = new MemoryStream();
        await using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var version in versions)
            {
                var name = FileName(version);
                var entry = archive.CreateEntry(names.Add(name) ? name : $"{version.Id}.json");
                await using var stream = await entry.OpenAsync(context.RequestAborted);
                await stream.WriteAsync(await BytesAsync(version), context.RequestAborted);
            }
        }

        zip.Position = 0;
        return Results.Stream(zip, Zip, "circuits.zip");

        async Task<byte[]> BytesAsync(WorkflowVersion version) => Encoding.UTF8.GetBytes((await shape.FullAsync(version, null, context.RequestAborted)).ToJsonString(new JsonSerializerOptions(ApiJson.Options) { WriteIndented = true }));
    }

    private static string FileName(WorkflowVersion version)
    {
        var name = new StringBuilder();
        foreach (var letter in version.Name.Normalize(NormalizationForm.FormD).Where(letter => CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark))
        {
            if (char.IsAsciiLetterOrDigit(letter))
            {
                name.Append(char.ToLowerInvariant(letter));
            }
            else if (name.Length > 0 && name[^1] != '-')
            {
                name.Append('-');
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{(name.Length == 0 ? "procedure" : name.ToString().Trim('-'))}-v{version.Version}.json");
    }

    private static Task<IResult> ImportNewAsync(HttpContext context) => ImportAsync(context, null);

    /// <summary>As Elsa does, answers that it was created when the caller named no definition.</summary>
    private static async Task<IResult> ImportAsync(HttpContext context, string? definitionId)
    {
        var body = await ApiBody.ObjectAsync(context);
        var model = body["model"] as JsonObject ?? body;
        if (definitionId is not null)
        {
            model["definitionId"] = definitionId;
        }

        var isNew = model.Text("definitionId") is null or "";
        var imported = await ReadAsync(context, model, "Le corps de la demande", null);
        var version = (await StoreAsync(context, [imported.Document]))[0];
        var answer = await context.Shape().FullAsync(version, context.User, context.RequestAborted);
        if (imported.Problems.Count > 0)
        {
            answer["validationErrors"] = JsonSerializer.SerializeToNode(imported.Problems, ApiJson.Options);
        }

        if (isNew)
        {
            context.Response.Headers.Location = $"by-definition-id/{Uri.EscapeDataString(version.DefinitionId)}";
        }

        return ApiResults.Ok(answer, isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static async Task<IResult> ImportFilesAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
        {
            return ApiResults.Refuse(StatusCodes.Status400BadRequest, "Choisissez un ou plusieurs fichiers, JSON ou zip.");
        }

        // Whoever has a definition open replaces it by what is in one file.
        var definitionId = new ApiQuery(context.Request).Text("definitionId");
        var imported = new List<(WorkflowDocument Document, IReadOnlyList<string> Problems)>();
        foreach (var (name, text) in await FilesAsync(context))
        {
            JsonObject? json;
            try
            {
                json = JsonNode.Parse(text, documentOptions: ApiBody.Reading) as JsonObject;
            }
            catch (JsonException exception)
            {
                throw Refuse(exception.LineNumber is { } line
                    ? string.Create(CultureInfo.InvariantCulture, $"« {name} » ne se lit pas : le JSON est faux à partir de la ligne {line + 1}.")
                    : $"« {name} » ne se lit pas : un objet y donne deux fois la même propriété.");
            }

            var model = json?["model"] as JsonObject ?? json ?? [];
            if (definitionId is { Length: > 0 })
            {
                model["definitionId"] = definitionId;
            }

            imported.Add(await ReadAsync(context, model, $"« {name} »", Path.GetFileNameWithoutExtension(name)));
        }

        var documents = imported.ConvertAll(read => read.Document);
        var twice = documents.GroupBy(document => document.DefinitionId, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw Refuse($"Plusieurs fichiers portent la même procédure « {twice.First().Name} » ({twice.Key}) : gardez-en un.");
        }

        return imported.Count == 0
            ? ApiResults.Refuse(StatusCodes.Status400BadRequest, "Aucune procédure dans ce qui a été envoyé : choisissez des fichiers .json, ou un zip qui en contient.")
            : ApiResults.Ok(new { (await StoreAsync(context, documents)).Count, ValidationErrors = imported.SelectMany(read => read.Problems.Select(problem => $"« {read.Document.Name} » : {problem}")) });
    }

    /// <summary>Reads the texts of all files, those of a zip included, within one bound for all.</summary>
    private static async Task<List<(string Name, string Text)>> FilesAsync(HttpContext context)
    {
        var options = context.ApiOptions();
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            // Beyond the maximum it is refused while it is read; a server that cut it off would take the answer away from whoever still sends.
            limit.MaxRequestBodySize = 4L * options.MaximumBodyBytes;
        }

        IFormCollection form;
        try
        {
            form = await context.Request.ReadFormAsync(new FormOptions { MultipartBodyLengthLimit = options.MaximumBodyBytes }, context.RequestAborted);
        }
        catch (InvalidDataException)
        {
            throw ApiBody.TooLong(options.MaximumBodyBytes);
        }

        var texts = new List<(string, string)>();
        var left = options.MaximumBodyBytes;
        foreach (var file in form.Files)
        {
            await using var stream = file.OpenReadStream();
            if (IsZip(file))
            {
                await OpenZipAsync(file.FileName, stream);
            }
            else
            {
                await AddAsync(file.FileName, stream);
            }
        }

        return texts;

        async Task AddAsync(string name, Stream stream)
        {
            var text = await ApiBody.BoundedTextAsync(stream, left, context.RequestAborted, options.MaximumBodyBytes);
            left -= Encoding.UTF8.GetByteCount(text);
            if (texts.Count == options.MaximumItems)
            {
                throw new RefusedException(StatusCodes.Status413PayloadTooLarge, $"Plus de {options.MaximumItems} procédures à la fois : faites-en plusieurs envois.");
            }

            texts.Add((name, text));
        }

        async Task OpenZipAsync(string name, Stream stream)
        {
            try
            {
                await using var archive = await ZipArchive.CreateAsync(stream, ZipArchiveMode.Read, leaveOpen: true, null, context.RequestAborted);
                foreach (var entry in archive.Entries.Where(IsDefinition))
                {
                    await using var content = await entry.OpenAsync(context.RequestAborted);
                    await AddAsync($"{name}/{entry.FullName}", content);
                }
            }
            catch (Exception exception) when (exception is InvalidDataException or IOException or ArgumentException)
            {
                throw Refuse($"« {name} » n’est pas un zip lisible.");
            }
        }
    }

    private static bool IsZip(IFormFile file) => file.FileName.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) || file.ContentType is Zip or "application/x-zip-compressed";

    /// <summary>Whether it is a file of JSON; macOS adds shadows of the files to its archives, under the same names.</summary>
    private static bool IsDefinition(ZipArchiveEntry entry) =>
        entry.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && !entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal);

    /// <summary>Makes sure that a JSON object is a definition, before anything is stored, and lists what would refuse its publication: it is kept whole.</summary>
    private static async Task<(WorkflowDocument Document, IReadOnlyList<string> Problems)> ReadAsync(HttpContext context, JsonObject model, string source, string? fileName)
    {
        if (model["root"] is not JsonObject root || root.Text("type") is null)
        {
            throw Refuse($"{source} n’est pas une procédure : il n’a pas d’étape racine (root).");
        }

        WorkflowDocument.NameActivities(root, type => context.Registry().Find(type) is not null);
        if (model.Text("name") is null or "")
        {
            model["name"] = fileName ?? (model.Text("definitionId") is { Length: > 0 } id ? id : "Sans nom");
        }

        var document = DefinitionEditing.Receive(context, model);
        var problems = await ProblemText.ErrorsAsync(context, document);
        DefinitionEditing.ThrowIfReadonly(await context.Definitions().GetLatestAsync(document.DefinitionId, context.RequestAborted));
        return (document, problems);
    }

    /// <summary>Stores drafts. One that somebody else was drawing stays in the history, before the imported one.</summary>
    private static async Task<List<WorkflowVersion>> StoreAsync(HttpContext context, IReadOnlyList<WorkflowDocument> documents)
    {
        var versions = new List<WorkflowVersion>();
        foreach (var document in documents)
        {
            var version = await context.Definitions().ImportDraftAsync(
                document,
                (saved, latest) =>
                {
                    DraftRevision.Count(saved, latest, context);
                    return !DraftRevision.IsOfSomebodyElse(latest, context);
                },
                context.RequestAborted);
            versions.Add(version);
            await context.TellAsync(WorkflowApiActions.DefinitionImported, version.Id, version.DefinitionId, $"« {version.Name} », version {version.Version}");
        }

        return versions;
    }

    private static RefusedException Refuse(string message) => new(StatusCodes.Status400BadRequest, message);
}
