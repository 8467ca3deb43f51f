using Fabrique.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fabrique.SampleNoun.Features.Workshops;

/// <summary>« Atelier »: a noun that the product does not have, brought whole by its module.</summary>
public sealed class Workshop : IAggregate
{
    public const int TitleLength = 100;
    public const int ReportLength = 1_000;

    public Guid Id { get; private init; }

    public string Title { get; private init; } = "";

    public DateOnly HeldOn { get; private init; }

    public Guid HostId { get; private init; }

    public string? Report { get; private set; }

    public int Version { get; private set; }

    public static Workshop Plan(Guid id, string title, DateOnly heldOn, Guid hostId) => new() { Id = id, Title = title, HeldOn = heldOn, HostId = hostId };

    public Refusal? MayBeReported() => Report is null ? null : new Refusal("workshop-reported", "Le compte rendu de cet atelier est déjà enregistré.");

    public void WriteReport(string report) => Report = report;
}

internal sealed class WorkshopMapping : IEntityTypeConfiguration<Workshop>
{
    public void Configure(EntityTypeBuilder<Workshop> builder)
    {
        builder.ToTable("Workshops");
        builder.Property(workshop => workshop.Title).HasMaxLength(Workshop.TitleLength);
        builder.Property(workshop => workshop.Report).HasMaxLength(Workshop.ReportLength);
    }
}
