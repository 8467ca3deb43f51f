using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Fabrique.Data.Conventions;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Fabrique.Data.Mapping;

internal sealed class AnonymisedReadingMapping : IEntityTypeConfiguration<AnonymisedReading>
{
    private const int DigestLength = 64;

    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    // [{"Key":"problem","Label":"Le problème","Text":"…","Source":"…"}]
    private static readonly ValueConverter<IReadOnlyList<ReadingPart>, string> Parts = new(list => Write(list), json => Read<ReadingPart>(json));

    private static readonly ValueComparer<IReadOnlyList<ReadingPart>> SameParts = new((one, other) => one!.SequenceEqual(other!), list => list.Count, list => list);

    private static readonly ValueConverter<IReadOnlyList<Guid>, string> Files = new(list => Write(list), json => Read<Guid>(json));

    private static readonly ValueComparer<IReadOnlyList<Guid>> SameFiles = new((one, other) => one!.SequenceEqual(other!), list => list.Count, list => list);

    public void Configure(EntityTypeBuilder<AnonymisedReading> builder)
    {
        builder.ToTable("anonymised_readings");
        builder.Property(reading => reading.ItemKind).HasMaxLength(Subject.KindLength);
        builder.Property(reading => reading.Title).HasMaxLength(AnonymisedReading.TitleLength);
        builder.Property(reading => reading.TitleSource).HasMaxLength(DigestLength);
        builder.Property(reading => reading.Parts).HasConversion(Parts, SameParts);
        builder.Property(reading => reading.ShownFiles).HasConversion(Files, SameFiles);
        builder.Ignore(reading => reading.Item);
        builder.Ignore(reading => reading.Text);
        builder.Ignore(reading => reading.IsReleased);
        builder.HasOne<Panel>().WithMany().HasForeignKey(reading => reading.PanelId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(reading => reading.PreparedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(reading => reading.ReleasedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(reading => new { reading.PanelId, reading.ItemKind, reading.ItemId }).IsUnique();
        builder.HasCheck("released", "(released_by_id is null) = (released_at is null)");
    }

    private static string Write<T>(IReadOnlyList<T> list) => JsonSerializer.Serialize(list, Options);

    private static List<T> Read<T>(string json) => JsonSerializer.Deserialize<List<T>>(json, Options) ?? [];
}
