using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Files;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Files;

/// <summary>Somebody sent a file, whose content is in the store.</summary>
public sealed record StoreFile
{
    /// <summary>Chosen by whoever sends it, so that a file sent twice is one.</summary>
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required FileType Type { get; init; }

    public required StoredContent Content { get; init; }
}

/// <summary>Remembers a file, until what it is an answer of is saved.</summary>
public sealed class StoreFileHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, AntivirusOptions antivirus, TimeProvider clock) : Handler<StoreFile, StoredFile>(runner)
{
    /// <summary>Files that one person sent and that nothing holds yet.</summary>
    public const int MostWaiting = 200;

    protected override async Task<Outcome<StoredFile>> ActAsync(StoreFile input, CancellationToken cancellationToken)
    {
        var me = actor.Id;
        if (await db.StoredFiles.SingleOrDefaultAsync(file => file.Id == input.Id, cancellationToken) is { } known)
        {
            return known.UploadedById == me && known.Digest == input.Content.Digest ? known : new Refusal("file-known", "Ce fichier n’a pas pu être joint. Choisissez-le de nouveau.");
        }

        if (await db.StoredFiles.CountAsync(file => file.UploadedById == me && file.OwnerId == null, cancellationToken) >= MostWaiting)
        {
            return new Refusal("files-too-many", "Vous avez envoyé beaucoup de fichiers sans les enregistrer. Enregistrez votre brouillon, puis continuez.");
        }

        var file = StoredFile.Receive(input.Id, input.Name, input.Type, input.Content.Length, input.Content.Digest, me, clock.GetUtcNow().UtcDateTime, antivirus.IsConfigured);
        db.StoredFiles.Add(file);
        return file;
    }
}

/// <summary>What became of a file that was sent.</summary>
/// <param name="File">As it is kept.</param>
/// <param name="Note">What the person should know of it; null when there is nothing to say.</param>
public sealed record ReceivedFile(StoredFile File, string? Note);

/// <summary>Receives files: within their bound, of a kind that is accepted, into the store.</summary>
public sealed class FileReception(FileStore store, FilesOptions options, StoreFileHandler handler, TimeProvider clock)
{
    /// <summary>Of the names of controls that take files: the path of the question follows, and a bracket.</summary>
    public const string InputPrefix = "Files[";

    /// <param name="name">As the person calls it.</param>
    /// <param name="source">Its content, read to its end.</param>
    /// <param name="cancellationToken">Abandons it; nothing is left.</param>
    public async Task<Outcome<ReceivedFile>> ReceiveAsync(string name, Stream source, CancellationToken cancellationToken)
    {
        using var incoming = await store.ReceiveAsync(source, options.MostBytes, cancellationToken);
        if (incoming is null)
        {
            return new Refusal("file-too-big", $"« {FileName.Clean(name)} » est trop gros : un fichier fait {FileSize.Tell(options.MostBytes)} au plus.");
        }

        Outcome<FileType> recognised;
        using (var content = incoming.Open())
        {
            recognised = FileRecognition.Recognise(content, FileName.Clean(name));
        }

        if (!recognised.IsDone)
        {
            return recognised.Refusal;
        }

        var kept = FileName.Of(name, recognised.Value, out var isCorrected);
        incoming.Keep();
        var stored = await handler.HandleAsync(
            new StoreFile { Id = Guid.CreateVersion7(clock.GetUtcNow()), Name = kept, Type = recognised.Value, Content = incoming.Content },
            cancellationToken);
        return stored.IsDone
            ? new ReceivedFile(stored.Value, isCorrected ? $"« {FileName.Clean(name)} » est renommé « {kept} », d’après son contenu ({recognised.Value.Label})." : null)
            : stored.Refusal;
    }
}
