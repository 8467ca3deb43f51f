using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;
using System.Xml;

namespace Fabrique.Web.Platform.Tables;

/// <summary>OpenDocument's spreadsheets (ODF 1.3), written as they come: a few small parts, then the cells.</summary>
internal sealed class OdsWriter : TableWriter
{
    private const string Office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0";
    private const string Table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0";
    private const string Text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0";
    private const string Style = "urn:oasis:names:tc:opendocument:xmlns:style:1.0";
    private const string Number = "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0";
    private const string Fo = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0";

    private const string Declaration = """<?xml version="1.0" encoding="UTF-8"?>""";
    private const string DayStyle = "jour";
    private const string InstantStyle = "instant";
    private const string HeaderStyle = "entete";
    private const string PlainStyle = "haut";

    // One character of a column, about.
    private const double MillimetresOfCharacter = 2.1;

    private const string Manifest = Declaration + """
        <manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/><manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/><manifest:file-entry manifest:full-path="settings.xml" manifest:media-type="text/xml"/></manifest:manifest>
        """;

    private const string Styles = Declaration
        + $"""<office:document-styles xmlns:office="{Office}" xmlns:style="{Style}" xmlns:fo="{Fo}" office:version="1.3"><office:styles><style:default-style style:family="table-cell"><style:text-properties fo:language="fr" fo:country="FR"/></style:default-style></office:styles></office:document-styles>""";

    private readonly IReadOnlyList<TableColumn> columns;
    private readonly ZipArchive archive;
    private readonly Stream content;
    private readonly XmlWriter xml;

    private OdsWriter(IReadOnlyList<TableColumn> columns, ZipArchive archive, Stream content)
    {
        (this.columns, this.archive, this.content) = (columns, archive, content);
        xml = XmlWriter.Create(content, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), NewLineHandling = NewLineHandling.None });
    }

    public static async Task<TableWriter> OpenAsync(string title, IReadOnlyList<TableColumn> columns, Stream target, CancellationToken cancellationToken)
    {
        var package = await ZipArchive.CreateAsync(target, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken);
        var sheet = TableText.SheetName(title);

        // Whoever looks at the first bytes knows what it is: the format wants this part first, and as it is.
        await AddAsync(package, "mimetype", TableFormat.Ods.MediaType, CompressionLevel.NoCompression, cancellationToken);
        await AddAsync(package, "META-INF/manifest.xml", Manifest, CompressionLevel.Fastest, cancellationToken);
        await AddAsync(package, "styles.xml", Styles, CompressionLevel.Fastest, cancellationToken);
        await AddAsync(package, "settings.xml", Settings(sheet), CompressionLevel.Fastest, cancellationToken);
        var writer = new OdsWriter(columns, package, await package.CreateEntry("content.xml", CompressionLevel.Fastest).OpenAsync(cancellationToken));
        writer.Begin(sheet);
        return writer;
    }

    public override async ValueTask DisposeAsync()
    {
        xml.Dispose();
        await content.DisposeAsync();
        await archive.DisposeAsync();
    }

    protected override ValueTask WriteAsync(IReadOnlyList<object?> line, CancellationToken cancellationToken)
    {
        StartTable("table-row");
        for (var index = 0; index < columns.Count; index++)
        {
            Write(TableText.KindOf(columns[index], line[index]), line[index]);
        }

        xml.WriteEndElement();
        return ValueTask.CompletedTask;
    }

    protected override ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        xml.WriteEndDocument();
        xml.Flush();
        return ValueTask.CompletedTask;
    }

    private static async Task AddAsync(ZipArchive archive, string name, string text, CompressionLevel compression, CancellationToken cancellationToken)
    {
        await using var part = await archive.CreateEntry(name, compression).OpenAsync(cancellationToken);
        await part.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
    }

    // The header stays in sight.
    private static string Settings(string sheet) => Declaration
        + $"""<office:document-settings xmlns:office="{Office}" xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0" xmlns:ooo="http://openoffice.org/2004/office" office:version="1.3"><office:settings><config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed config:name="Views"><config:config-item-map-entry><config:config-item-map-named config:name="Tables"><config:config-item-map-entry config:name="{SecurityElement.Escape(sheet)}">"""
        + Item("VerticalSplitMode", "short", 2) + Item("VerticalSplitPosition", "int", 1) + Item("ActiveSplitRange", "short", 2) + Item("PositionTop", "int", 0) + Item("PositionBottom", "int", 1)
        + "</config:config-item-map-entry></config:config-item-map-named></config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set></office:settings></office:document-settings>";

    private static string Item(string name, string type, int value) =>
        string.Create(CultureInfo.InvariantCulture, $"""<config:config-item config:name="{name}" config:type="{type}">{value}</config:config-item>""");

    private void Begin(string sheet)
    {
        xml.WriteStartDocument();
        xml.WriteStartElement("office", "document-content", Office);
        foreach (var (prefix, space) in ((string, string)[])[("table", Table), ("text", Text), ("style", Style), ("number", Number), ("fo", Fo)])
        {
            xml.WriteAttributeString("xmlns", prefix, null, space);
        }

        xml.WriteAttributeString("version", Office, "1.3");
        xml.WriteStartElement("automatic-styles", Office);
        WriteStyles();
        xml.WriteEndElement();
        xml.WriteStartElement("body", Office);
        xml.WriteStartElement("spreadsheet", Office);
        StartTable("table");
        xml.WriteAttributeString("name", Table, sheet);
        for (var index = 0; index < columns.Count; index++)
        {
            StartTable("table-column");
            xml.WriteAttributeString("style-name", Table, ColumnStyle(index));
            xml.WriteEndElement();
        }

        StartTable("table-header-rows");
        StartTable("table-row");
        foreach (var column in columns)
        {
            WriteText(TableText.Clean(column.Title), HeaderStyle);
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private void WriteStyles()
    {
        for (var index = 0; index < columns.Count; index++)
        {
            StartStyle(ColumnStyle(index), "table-column", null);
            xml.WriteStartElement("table-column-properties", Style);
            xml.WriteAttributeString("column-width", Style, string.Create(CultureInfo.InvariantCulture, $"{TableText.WidthOf(columns[index]) * MillimetresOfCharacter:0.#}mm"));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        WriteDateFormat("format-jour", hasTime: false);
        WriteDateFormat("format-instant", hasTime: true);
        WriteCellStyle(PlainStyle, null, isBold: false);
        WriteCellStyle(HeaderStyle, null, isBold: true);
        WriteCellStyle(DayStyle, "format-jour", isBold: false);
        WriteCellStyle(InstantStyle, "format-instant", isBold: false);
    }

    private void WriteDateFormat(string name, bool hasTime)
    {
        xml.WriteStartElement("date-style", Number);
        xml.WriteAttributeString("name", Style, name);
        xml.WriteAttributeString("language", Number, "fr");
        xml.WriteAttributeString("country", Number, "FR");
        WritePart("day", isLong: true);
        WriteBetween("/");
        WritePart("month", isLong: true);
        WriteBetween("/");
        WritePart("year", isLong: true);
        if (hasTime)
        {
            WriteBetween(" ");
            WritePart("hours", isLong: true);
            WriteBetween(":");
            WritePart("minutes", isLong: true);
            WriteBetween(":");
            WritePart("seconds", isLong: true);
        }

        xml.WriteEndElement();
    }

    private void WritePart(string name, bool isLong)
    {
        xml.WriteStartElement(name, Number);
        if (isLong)
        {
            xml.WriteAttributeString("style", Number, "long");
        }

        xml.WriteEndElement();
    }

    private void WriteBetween(string text) => xml.WriteElementString("text", Number, text);

    private void WriteCellStyle(string name, string? format, bool isBold)
    {
        StartStyle(name, "table-cell", format);
        xml.WriteStartElement("table-cell-properties", Style);
        xml.WriteAttributeString("vertical-align", Style, "top");
        if (isBold)
        {
            xml.WriteAttributeString("wrap-option", Fo, "wrap");
        }

        xml.WriteEndElement();
        if (isBold)
        {
            xml.WriteStartElement("text-properties", Style);
            xml.WriteAttributeString("font-weight", Fo, "bold");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private void StartStyle(string name, string family, string? format)
    {
        xml.WriteStartElement("style", Style);
        xml.WriteAttributeString("name", Style, name);
        xml.WriteAttributeString("family", Style, family);
        if (format is not null)
        {
            xml.WriteAttributeString("data-style-name", Style, format);
        }
    }

    private void Write(TableKind kind, object? value)
    {
        switch (kind)
        {
            case var _ when value is null:
                StartTable("table-cell");
                xml.WriteEndElement();
                break;
            case TableKind.WholeNumber:
                WriteNumber(TableText.Whole(value!).ToString(CultureInfo.InvariantCulture));
                break;
            case TableKind.DecimalNumber:
                WriteNumber(((decimal)value!).ToString(CultureInfo.InvariantCulture));
                break;
            case TableKind.Day:
                WriteDate(((DateOnly)value!).ToString("yyyy'-'MM'-'dd", CultureInfo.InvariantCulture), DayStyle);
                break;
            case TableKind.Instant:
                WriteDate(TableText.Local(value!).ToString("yyyy'-'MM'-'dd'T'HH':'mm':'ss", CultureInfo.InvariantCulture), InstantStyle);
                break;
            default:
                WriteText(TableText.Of(kind, value!)!, PlainStyle);
                break;
        }
    }

    private void WriteNumber(string number)
    {
        StartCell("float", PlainStyle);
        xml.WriteAttributeString("value", Office, number);
        xml.WriteEndElement();
    }

    private void WriteDate(string date, string style)
    {
        StartCell("date", style);
        xml.WriteAttributeString("date-value", Office, date);
        xml.WriteEndElement();
    }

    private void WriteText(string text, string style)
    {
        StartCell("string", style);
        foreach (var line in text.Split('\n'))
        {
            xml.WriteStartElement("p", Text);
            WriteLine(line);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    // The format takes several spaces for one, and those at the ends for none, unless they are said to be there.
    private void WriteLine(string line)
    {
        var start = 0;
        for (var index = 0; index < line.Length; index++)
        {
            if (line[index] == ' ' && (index == 0 || index == line.Length - 1 || line[index - 1] == ' '))
            {
                xml.WriteString(line[start..index]);
                xml.WriteStartElement("s", Text);
                xml.WriteEndElement();
                start = index + 1;
            }
        }

        xml.WriteString(line[start..]);
    }

    private static string ColumnStyle(int index) => string.Create(CultureInfo.InvariantCulture, $"colonne{index}");

    private void StartCell(string type, string style)
    {
        StartTable("table-cell");
        xml.WriteAttributeString("style-name", Table, style);
        xml.WriteAttributeString("value-type", Office, type);
    }

    private void StartTable(string name) => xml.WriteStartElement("table", name, Table);
}
