using Fabrique.Domain.Files;
using Fabrique.Testing.Files;
using Fabrique.Web.Platform.Files;

namespace Fabrique.Web.Tests.Platform.Files;

public sealed class FileRecognitionTests
{
    private static readonly Dictionary<string, (string Name, byte[] Content, FileType Type)> Good = new(StringComparer.Ordinal)
    {
        ["PDF"] = ("plan.pdf", SampleFiles.Pdf, FileType.Pdf),
        ["a PDF under another name"] = ("plan.exe", SampleFiles.Pdf, FileType.Pdf),
        ["PNG"] = ("plan.png", SampleFiles.Png, FileType.Png),
        ["JPEG"] = ("plan.jpg", SampleFiles.Jpeg, FileType.Jpeg),
        ["WebP"] = ("plan.webp", SampleFiles.WebP, FileType.WebP),
        ["ODT"] = ("plan.odt", SampleFiles.Odt, FileType.Odt),
        ["ODS"] = ("plan.ods", SampleFiles.OpenDocument("spreadsheet"), FileType.Ods),
        ["ODP"] = ("plan.odp", SampleFiles.OpenDocument("presentation"), FileType.Odp),
        ["DOCX"] = ("plan.docx", SampleFiles.Docx, FileType.Docx),
        ["XLSX"] = ("plan.xlsx", SampleFiles.Xlsx, FileType.Xlsx),
        ["PPTX"] = ("plan.pptx", SampleFiles.Pptx, FileType.Pptx),
        ["a text"] = ("note.txt", "Été à Brest, 3 < 4.\r\n"u8.ToArray(), FileType.Text),
        ["a text of an old Windows"] = ("note.txt", SampleFiles.Ascii("Été à Brest\n"), FileType.Text),
        ["a text in UTF-16"] = ("note.txt", [0xff, 0xfe, .. System.Text.Encoding.Unicode.GetBytes("Été")], FileType.Text),
        ["CSV, formulas included"] = ("liste.csv", "a;b\n=1+1;2\n"u8.ToArray(), FileType.Csv),
    };

    private static readonly Dictionary<string, (string Name, byte[] Content, string Code)> Hostile = new(StringComparer.Ordinal)
    {
        ["HTML"] = ("page.html", "<!DOCTYPE html><script>alert(1)</script>"u8.ToArray(), "file-unknown"),
        ["HTML that says it is a text"] = ("page.txt", "bonjour <script>alert(1)</script>"u8.ToArray(), "file-unknown"),
        ["HTML in UTF-16"] = ("page.txt", [0xff, 0xfe, .. System.Text.Encoding.Unicode.GetBytes("<html>")], "file-unknown"),
        ["SVG"] = ("dessin.svg", "<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"u8.ToArray(), "file-unknown"),
        ["SVG that says it is an image"] = ("dessin.png", "<svg/>"u8.ToArray(), "file-unknown"),
        ["JavaScript"] = ("code.js", "alert(1)"u8.ToArray(), "file-unknown"),
        ["a program of Windows"] = ("outil.exe", [.. "MZ"u8, 0x90, 0, 3, 0, 0, 0], "file-unknown"),
        ["a program that says it is a PDF"] = ("facture.pdf", [.. "MZ"u8, 0x90, 0, 3, 0, 0, 0], "file-unknown"),
        ["two extensions"] = ("facture.pdf.exe", [.. "MZ"u8, 0x90, 0, 3], "file-unknown"),
        ["a program of Linux"] = ("outil", [0x7f, .. "ELF"u8, 2, 1, 1, 0], "file-unknown"),
        ["a script of the shell"] = ("note.txt", "#!/bin/sh\nrm -rf /\n"u8.ToArray(), "file-unknown"),
        ["a batch of Windows"] = ("note.txt", "@echo off\r\ndel *\r\n"u8.ToArray(), "file-unknown"),
        ["PowerShell"] = ("outil.ps1", "Get-Process"u8.ToArray(), "file-unknown"),
        ["a bomb"] = ("plan.docx", SampleFiles.Office("wordprocessingml.document", "word/document.xml", ("word/media/a.xml", new byte[64 * 1024 * 1024])), "file-too-packed"),
        ["ten thousand entries"] = ("plan.docx", SampleFiles.Office("wordprocessingml.document", "word/document.xml", [.. Enumerable.Range(0, 10_001).Select(number => ($"word/{number}", Array.Empty<byte>()))]), "file-too-packed"),
        ["macros of Word"] = ("plan.docm", SampleFiles.Office("wordprocessingml.document", "word/document.xml", ("word/vbaProject.bin", [1])), "file-macros"),
        ["a Word that takes macros"] = ("plan.docx", SampleFiles.Zip(("[Content_Types].xml", SampleFiles.Ascii("application/vnd.ms-word.document.macroEnabled.main+xml")), ("_rels/.rels", [1])), "file-macros"),
        ["macros of LibreOffice"] = ("plan.odt", SampleFiles.OpenDocument("text", ("Basic/Standard/Module1.xml", [1])), "file-macros"),
        ["an archive"] = ("tout.zip", SampleFiles.Zip(("a.txt", [65])), "file-unknown"),
        ["an archive that says it is a Word"] = ("plan.docx", SampleFiles.Zip(("a.txt", [65])), "file-unknown"),
        ["an office document with a way out"] = ("plan.docx", SampleFiles.Office("wordprocessingml.document", "word/document.xml", ("../../x", [1])), "file-unknown"),
        ["an office document with a DTD"] = ("plan.docx", SampleFiles.Zip(("[Content_Types].xml", SampleFiles.Ascii("<!DOCTYPE x [<!ENTITY a 'b'>]><Types ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>")), ("_rels/.rels", [1])), "file-unknown"),
        ["a Word cut half-way"] = ("plan.docx", SampleFiles.Docx[..(SampleFiles.Docx.Length / 2)], "file-broken"),
        ["a PDF that is a page too"] = ("plan.pdf", [.. "%PDF-1.7\n<html><script>alert(1)</script>"u8, .. SampleFiles.Pdf], "file-unknown"),
        ["a PDF after something else"] = ("plan.pdf", [.. "GIF89a"u8, .. SampleFiles.Pdf], "file-unknown"),
        ["a PDF cut half-way"] = ("plan.pdf", SampleFiles.Pdf[..20], "file-broken"),
        ["a PNG that something follows"] = ("plan.png", [.. SampleFiles.Png, .. "<?php x"u8], "file-broken"),
        ["a JPEG that is a page too"] = ("plan.jpg", [.. SampleFiles.Jpeg[..20], .. "<html>"u8, 0xff, 0xd9], "file-unknown"),
        ["a WebP cut half-way"] = ("plan.webp", SampleFiles.WebP[..18], "file-broken"),
        ["GIF"] = ("plan.gif", "GIF89a\u0001\0"u8.ToArray(), "file-unknown"),
        ["nothing"] = ("vide.pdf", [], "file-empty"),
        ["a launcher of Linux"] = ("plan.txt", "[Desktop Entry]\nExec=sh\n"u8.ToArray(), "file-unknown"),
        ["a shortcut of Windows"] = ("plan.lnk", [0x4c, 0, 0, 0, 1, 0x14, 2, 0], "file-unknown"),
        ["a shortcut to the Web"] = ("plan.url", "[InternetShortcut]\nURL=file:///x\n"u8.ToArray(), "file-unknown"),
        ["XML with a DTD"] = ("liste.csv", "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"u8.ToArray(), "file-unknown"),
        ["HTA"] = ("outil.hta", "<hta:application id='x'/>"u8.ToArray(), "file-unknown"),
        ["MHTML"] = ("page.txt", "MIME-Version: 1.0\r\nContent-Type: text/plain\r\n"u8.ToArray(), "file-unknown"),
        ["RTF"] = ("note.txt", "{\\rtf1 {\\object}}"u8.ToArray(), "file-unknown"),
        ["an old Word"] = ("plan.doc", [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], "file-unknown"),
        ["a text with bytes that none has"] = ("note.txt", [65, 0, 66], "file-unknown"),
        ["a text without its extension"] = ("note", "bonjour"u8.ToArray(), "file-unknown"),
    };

    public static TheoryData<string> GoodKinds => [.. Good.Keys];

    public static TheoryData<string> HostileKinds => [.. Hostile.Keys];

    [Theory]
    [MemberData(nameof(GoodKinds))]
    public void What_is_accepted_is_recognised_by_what_it_holds(string kind)
    {
        var (name, content, type) = Good[kind];
        using var stream = new MemoryStream(content);
        var recognised = FileRecognition.Recognise(stream, name);
        Assert.True(recognised.IsDone, recognised.Refusal?.Sentence);
        Assert.Equal(type, recognised.Value);
    }

    [Theory]
    [MemberData(nameof(HostileKinds))]
    public void Whatever_else_is_refused_with_a_sentence(string kind)
    {
        var (name, content, code) = Hostile[kind];
        using var stream = new MemoryStream(content);
        var recognised = FileRecognition.Recognise(stream, name);
        Assert.False(recognised.IsDone, recognised.Value?.Code);
        Assert.Equal(code, recognised.Refusal.Code);
        Assert.StartsWith($"« {FileName.Clean(name)} »", recognised.Refusal.Sentence, StringComparison.Ordinal);
        Assert.EndsWith(".", recognised.Refusal.Sentence, StringComparison.Ordinal);
    }
}
