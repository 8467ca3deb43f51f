using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class StoredFiles : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "stored_files",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    owner_kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    owner_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    name = table.Column<string>(type: "TEXT", maxLength: 150, nullable: false),
                    type_code = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    length = table.Column<long>(type: "INTEGER", nullable: false),
                    digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    uploaded_by_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    uploaded_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    scan = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    scanned_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    finding = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    destroyed_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stored_files", x => x.id);
                    table.CheckConstraint("ck_stored_file_owner", "(owner_kind is null) = (owner_id is null)");
                    table.CheckConstraint("ck_stored_file_scan", "scan in ('Pending', 'Clean', 'Infected', 'Unscannable', 'NotScanned')");
                    table.CheckConstraint("ck_stored_files_digest_length", "length(digest) <= 64");
                    table.CheckConstraint("ck_stored_files_finding_length", "length(finding) <= 200");
                    table.CheckConstraint("ck_stored_files_name_length", "length(name) <= 150");
                    table.CheckConstraint("ck_stored_files_owner_kind_length", "length(owner_kind) <= 40");
                    table.CheckConstraint("ck_stored_files_type_code_length", "length(type_code) <= 10");
                    table.ForeignKey(
                        name: "fk_stored_files_uploaded_by_id",
                        column: x => x.uploaded_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_stored_files_digest",
                table: "stored_files",
                column: "digest");

            migrationBuilder.CreateIndex(
                name: "ix_stored_files_owner_kind_owner_id",
                table: "stored_files",
                columns: new[] { "owner_kind", "owner_id" });

            migrationBuilder.CreateIndex(
                name: "ix_stored_files_scan_uploaded_at",
                table: "stored_files",
                columns: new[] { "scan", "uploaded_at" });

            migrationBuilder.CreateIndex(
                name: "ix_stored_files_uploaded_by_id",
                table: "stored_files",
                column: "uploaded_by_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "stored_files");
        }
    }
}
